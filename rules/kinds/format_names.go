package kinds

// FormatNames lists the forms that the format kind knows, in its order.
func FormatNames() []string { return formatNames() }
