package p
func f() { a( }
func g() { if x { := } }
func h() { for { break l } }
