/**
 * The keyring of the operating system: Secret Service or Keychain.
 *
 * <p>Imports: store.
 */
@NullMarked
package io.github.basetenci.cli.keyring;

import org.jspecify.annotations.NullMarked;
