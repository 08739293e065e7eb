/**
 * The keyring of the operating system: Secret Service, Keychain or Credential Manager.
 *
 * <p>Imports: store.
 */
@NullMarked
package io.github.basetenci.cli.keyring;

import org.jspecify.annotations.NullMarked;
