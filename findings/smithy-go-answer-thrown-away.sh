#!/usr/bin/env bash
# github.com/aws/smithy-go v1.28.9 (the transport of aws-sdk-go-v2, and so of Terraform's and
# Pulumi's AWS providers), built with Go 1.23 or newer: a server that answers while the client's
# `Write` of the request's last bytes has not returned yet has its answer thrown away.
#
# `ClientHandler` closes the request's body as soon as the answer's head is there. net/http's writer
# then still looks for bytes behind the announced length; the closed body's `WriteTo` returns io.EOF,
# which io.Copy hands on as an error (a `WriteTo` ends with nil), and the writer closes the
# connection while the answer's body is being read. aws-sdk-go-v2 counts that error as worth another
# try, so a call that made something is made twice: from a server on the same machine under load a
# POST that creates gets "already exists". Here the connection's `Write` returns 200 ms late and the
# server sends its head at once and its body 400 ms later.
#
# Seen: `200 OK, body: "", error: read tcp …: use of closed network connection`
# The same request by net/http alone: `200 OK, body: "made", error: <nil>`
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
export GOPATH="$folder/go" GOFLAGS=-mod=mod
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	smithyhttp "github.com/aws/smithy-go/transport/http"
)

type slowToReturn struct{ net.Conn }

func (c slowToReturn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	time.Sleep(200 * time.Millisecond)
	return n, err
}

func answer(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Length", "4")
	w.WriteHeader(200)
	w.(http.Flusher).Flush()
	time.Sleep(400 * time.Millisecond)
	io.WriteString(w, "made")
}

func show(who string, r *http.Response) error {
	body, err := io.ReadAll(r.Body)
	fmt.Printf("%s: %s, body: %q, error: %v\n", who, r.Status, body, err)
	return err
}

func main() {
	server := httptest.NewServer(http.HandlerFunc(answer))
	client := &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := (&net.Dialer{}).DialContext(ctx, network, address)
			return slowToReturn{c}, err
		},
	}}
	plain, err := client.Post(server.URL, "text/plain", io.NopCloser(strings.NewReader("make it")))
	if err != nil || show("net/http", plain) != nil {
		os.Exit(2)
	}
	request := smithyhttp.NewStackRequest().(*smithyhttp.Request)
	request.Method, request.ContentLength = "POST", 7
	request.URL.Scheme, request.URL.Host = "http", strings.TrimPrefix(server.URL, "http://")
	request, _ = request.SetStream(strings.NewReader("make it"))
	out, _, err := smithyhttp.NewClientHandler(client).Handle(context.Background(), request)
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	if err := show("smithy-go", out.(*smithyhttp.Response).Response); err == nil ||
		!strings.Contains(err.Error(), "use of closed network connection") {
		fmt.Println("The answer is read; the finding no longer holds.")
		os.Exit(1)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/aws/smithy-go@v1.28.9 >/dev/null 2>&1
go run main.go
