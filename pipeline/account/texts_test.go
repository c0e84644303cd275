package account_test

import (
	"fmt"
	"testing"
	"time"

	"cdoscore/pipeline/account"
)

// TestTexts asks for every word that the package can need, in the three languages.
func TestTexts(t *testing.T) {
	texts := account.Texts()
	var keys []string
	for _, r := range account.Roles() {
		keys = append(keys, "account.role."+string(r))
	}
	for _, err := range []error{account.ErrCredentials, account.ErrCodeNeeded, account.ErrCode, account.ErrNoSession, account.ErrBusy, &account.ThrottledError{Until: time.Unix(0, 0)},
		&account.WeakPasswordError{Reason: "weak.short"}, &account.WeakPasswordError{Reason: "weak.long"}, &account.WeakPasswordError{Reason: "weak.name"},
		&account.WeakPasswordError{Reason: "weak.common"}, &account.WeakPasswordError{Reason: "weak.simple"}, &account.WeakPasswordError{Reason: "weak.same"}} {
		note, ok := account.Message(fmt.Errorf("sign in: %w", err))
		if !ok {
			t.Errorf("no message for %v", err)
		}
		keys = append(keys, note.Key)
	}
	if _, ok := account.Message(ctx.Err()); ok {
		t.Error("no error has a message")
	}
	for _, key := range keys {
		if text := texts[key]; text.ZhHans == "" || text.ZhHant == "" || text.En == "" {
			t.Errorf("%s: %+v", key, text)
		}
		delete(texts, key)
	}
	if len(texts) > 0 {
		t.Errorf("texts that nothing asks for: %v", texts)
	}
}
