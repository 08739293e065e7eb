/** The released tools that tests run: their paths, and the results of their commands. */
package io.github.basetenci.testing.peers;
