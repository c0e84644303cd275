// Package cdoscore holds no code: the binary is cmd/cdoscore. Its test keeps the
// packages to the architecture that the README describes.
package cdoscore
