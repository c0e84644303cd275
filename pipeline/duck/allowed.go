package duck

// operators are the operator functions that an expression may use.
var operators = []string{"+", "-", "*", "/", "//", "%", "**", "^", "||", "~~", "!~~", "~~*", "!~~*", "~~~", "^@", "&", "|", "<<", ">>", "~"}

// functions are the scalar functions that an expression may use: pure ones over
// text, numbers, dates and lists of arguments. None reads a file, a setting, the
// clock, the network or a random source; now() and today() are absent because
// scoring never reads the wall clock (`today` is the cut-off).
var functions = []string{
	// text
	"length", "len", "strlen", "char_length", "character_length", "lower", "lcase", "upper", "ucase", "trim", "ltrim", "rtrim",
	"substr", "substring", "left", "right", "replace", "translate", "reverse", "lpad", "rpad", "concat", "concat_ws",
	"contains", "starts_with", "ends_with", "prefix", "suffix", "position", "strpos", "instr", "split_part", "ascii", "unicode", "ord", "chr",
	"regexp_matches", "regexp_full_match", "regexp_extract", "regexp_replace", "like_escape", "not_like_escape", "ilike_escape", "not_ilike_escape",
	"levenshtein", "jaro_winkler_similarity", "nfc_normalize", "strip_accents",
	// numbers
	"abs", "ceil", "ceiling", "floor", "round", "trunc", "sign", "mod", "greatest", "least", "power", "pow", "sqrt", "exp", "ln", "log", "log10", "log2",
	"divide", "multiply", "add", "subtract", "isnan", "isinf", "isfinite",
	// dates and times
	"year", "month", "day", "hour", "minute", "second", "quarter", "week", "weekday", "dayofweek", "isodow", "dayofyear", "yearweek",
	"date_part", "datepart", "date_trunc", "datetrunc", "date_diff", "datediff", "date_sub", "datesub", "date_add", "last_day", "make_date", "make_timestamp",
	"strftime", "try_strptime", "age", "epoch", "monthname", "dayname",
	"to_years", "to_months", "to_weeks", "to_days", "to_hours", "to_minutes", "to_seconds",
	// choice
	"coalesce", "ifnull", "nullif", "if",
}

// padding are the functions among them that make a text as long as they are told.
var padding = []string{"lpad", "rpad"}

// maxPadding is the longest text that they may make.
const maxPadding = 1000

// sessionWords ask for the session in SQL, and would be columns otherwise.
var sessionWords = []string{"current_user", "current_role", "current_schema", "current_catalog", "current_database", "session_user"}

// clockWords read the wall clock in SQL, and would be columns otherwise.
var clockWords = []string{"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}

// typographicQuotes are letters to SQL, and would make a text a column.
const typographicQuotes = "‘’“”「」"

// castTypes are the types that an expression may cast to.
var castTypes = []string{
	"VARCHAR", "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DECIMAL", "DOUBLE", "DATE", "TIME", "TIMESTAMP", "INTERVAL",
}
