package receipts

import (
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strconv"
	"time"
)

const name, exp = `"[0-9A-Za-z]{1,128}"`, `(0|[1-9][0-9]{0,14})`

var receiptForm = regexp.MustCompile(`\A([A-Za-z0-9]{1,500})\.([0-9a-f]{128})\z`)
var payloadForm = regexp.MustCompile(`\A\{(?:"exp":` + exp + `,"ito":` + name + `|"ito":` + name +
	`,"exp":` + exp + `),"jti":` + name + `\}\z`)

// IsPaid tells whether a receipt opens the good with this shared secret at a time.
func IsPaid(receipt, secret string, now time.Time) bool {
	if secret == "" {
		return false
	}
	parts := receiptForm.FindStringSubmatch(receipt)
	if parts == nil {
		return false
	}
	right := sha512.Sum512([]byte(parts[1] + secret))
	if subtle.ConstantTimeCompare([]byte(hex.EncodeToString(right[:])), []byte(parts[2])) != 1 {
		return false
	}
	json, err := base64.RawURLEncoding.Strict().DecodeString(parts[1])
	found := payloadForm.FindSubmatch(json)
	if err != nil || found == nil {
		return false
	}
	until, err := strconv.ParseInt(string(found[1])+string(found[2]), 10, 64)
	return err == nil && until > now.Unix()
}
