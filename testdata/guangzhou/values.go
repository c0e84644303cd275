package guangzhou

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// Division codes of the city on the demo's nights; retired ones are right inside
// a resident ID only.
var (
	divisions        = []string{"440103", "440104", "440105", "440106", "440111", "440112", "440113", "440114", "440115", "440117", "440118"}
	birthDivisions   = []string{"440104", "440105", "440111", "440112", "440113", "440115", "440106", "440103", "440102", "440107", "440116"}
	retiredDivisions = []string{"440116", "440102", "449999"}
)

var (
	surnames   = []string{"赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈"}
	givenNames = []string{"某甲", "某乙", "某丙", "某丁", "某戊", "某己", "某庚", "某辛"}
	roads      = []string{"示范一路", "示范二路", "样例大道", "测试南街", "演示北路", "虚构东路"}
	trades     = []string{"商贸", "科技", "餐饮", "物流", "建材", "电子", "服饰", "食品"}
	products   = []string{"菜心", "生菜", "番茄", "猪肉", "鸡蛋", "鲩鱼", "大米", "香蕉", "荔枝", "豆腐"}
)

const population = 5000 // invented citizens

// citizen returns the resident ID (GB 11643) of the i-th invented citizen; odd
// ones are men. Different i below the population give different IDs.
func citizen(i int) string {
	birth := time.Date(1940, time.January, 1, 0, 0, 0, 0, Zone).AddDate(0, 0, i*37%27000)
	body := birthDivisions[i%len(birthDivisions)] + birth.Format("20060102") + fmt.Sprintf("%02d%d", i%90+10, i%2)
	return body + residentCheck(body)
}

func residentCheck(body string) string {
	weights := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += w * int(body[i]-'0')
	}
	return string("10X98765432"[sum%11])
}

const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// enterprise returns the unified social credit code (GB 32100) of the i-th
// invented enterprise.
func enterprise(i int) string {
	body := "91" + birthDivisions[i%8] + fmt.Sprintf("MA9%05d", i)
	body += organisationCheck(body[8:])
	return body + creditCheck(body)
}

func organisationCheck(body string) string {
	weights := []int{3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		value := int(body[i] - '0')
		if body[i] >= 'A' {
			value = int(body[i]-'A') + 10
		}
		sum += w * value
	}
	return []string{"0", "X", "9", "8", "7", "6", "5", "4", "3", "2", "1"}[sum%11]
}

func creditCheck(body string) string {
	sum, weight := 0, 1
	for _, c := range []byte(body) {
		sum += weight * strings.IndexByte(creditAlphabet, c)
		weight = weight * 3 % 31
	}
	return string(creditAlphabet[(31-sum%31)%31])
}

// otherCheck spoils a code by its last character.
func otherCheck(code string) string {
	last := "1"
	if strings.HasSuffix(code, last) {
		last = "2"
	}
	return code[:len(code)-1] + last
}

func mobile(rng *rand.Rand) string {
	return fmt.Sprintf("1%d%d00%06d", 3+rng.IntN(7), rng.IntN(10), rng.IntN(1_000_000))
}

func personName(rng *rand.Rand) string { return choose(rng, surnames) + choose(rng, givenNames) }

// nameOf is the name of the person with a resident ID: the same in every register
// that has it right.
func nameOf(id string) string {
	h := fnv.New32a()
	h.Write([]byte(id))
	n := int(h.Sum32() >> 1)
	return surnames[n%len(surnames)] + givenNames[n/len(surnames)%len(givenNames)]
}

func address(rng *rand.Rand) string {
	return fmt.Sprintf("广州市%s%d号%d房", choose(rng, roads), 1+rng.IntN(300), 101+rng.IntN(900))
}

func enterpriseName(i int) string {
	return fmt.Sprintf("广州示例%s%s%d号有限公司", givenNames[i%len(givenNames)], trades[i%len(trades)], i)
}

// plate is an invented registration number without the letters I and O.
func plate(i int) string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	return fmt.Sprintf("粤A%c%04d", letters[i/10000%len(letters)], i%10000)
}

func choose(rng *rand.Rand, from []string) string { return from[rng.IntN(len(from))] }

// fullWidth writes ASCII digits as full-width ones.
func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '０'
		}
		return r
	}, s)
}

// withThousands writes separators into the integer part of a number; other texts
// stay as they are.
func withThousands(s string) string {
	if !jsonNumber.MatchString(s) {
		return s
	}
	whole, fraction, found := strings.Cut(s, ".")
	digits := []byte(whole)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = slices.Insert(digits, i, ',')
	}
	if found {
		return string(digits) + "." + fraction
	}
	return string(digits)
}
