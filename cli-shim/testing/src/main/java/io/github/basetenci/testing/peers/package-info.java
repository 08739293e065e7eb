/** The released tools that tests drive: where they are, and what they answered. */
package io.github.basetenci.testing.peers;
