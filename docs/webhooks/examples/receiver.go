// Receives events of payments: Go 1.21 or newer, with nothing but its standard library.
// WEBHOOK_SECRET=whsec_… PORT=8080 go run receiver.go
// What stands before it has the certificate and speaks TLS.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// Seconds that a signature's time may be away from now, either way.
	tolerance = 300
	// Bytes of an event; ours have a few thousand.
	largest = 64 * 1024
)

// In your database: the id is kept in the transaction that does what the event asks for.
var seen sync.Map

// isOurs says whether one of the signatures is by this key, over this body, and not old.
func isOurs(key []byte, headers http.Header, body []byte, now int64) bool {
	at := headers.Get("webhook-timestamp")
	seconds, err := strconv.ParseUint(at, 10, 40)
	if err != nil || int64(seconds) < now-tolerance || int64(seconds) > now+tolerance {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(headers.Get("webhook-id") + "." + at + "."))
	mac.Write(body)
	expected := []byte("v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	for _, each := range strings.Fields(headers.Get("webhook-signature")) {
		if hmac.Equal(expected, []byte(each)) {
			return true
		}
	}
	return false
}

// receive takes one event. The signature is over the bytes as they came: verify first, parse later.
func receive(key []byte) http.HandlerFunc {
	return func(answer http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(answer, request.Body, largest))
		if err != nil {
			answer.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		if !isOurs(key, request.Header, body, time.Now().Unix()) {
			answer.WriteHeader(http.StatusBadRequest)
			return
		}
		id := request.Header.Get("webhook-id")
		if _, again := seen.LoadOrStore(id, true); !again {
			fmt.Println("received", id)
		}
		answer.WriteHeader(http.StatusNoContent)
	}
}

func main() {
	secret := strings.TrimPrefix(os.Getenv("WEBHOOK_SECRET"), "whsec_")
	key, err := base64.StdEncoding.DecodeString(secret)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), receive(key)))
}
