//go:build go1.22

package loops

import "fmt"

// The file asks for a newer language.
func newer(values []int) {
	for _, value := range values {
		go func() {
			fmt.Println(value)
		}()
	}
}
