package io.github.basetenci.cli.keyring;

import io.github.basetenci.cli.keyring.CredentialManager.Credential;
import io.github.basetenci.cli.keyring.CredentialManager.Persistence;
import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.store.KeyringEntry.Library;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The Credential Manager of Windows. Written by the sources of both libraries; it has not been run
 * on Windows. go-keyring gives each entry a target name of its own. Python's library gives an entry
 * the service as its target name, and puts the account before it where that name is taken by
 * another account.
 */
final class WindowsKeyring implements NativeKeyring {
  /** {@code CRED_MAX_CREDENTIAL_BLOB_SIZE}. */
  static final int LONGEST_BLOB = 2560;

  private static final String PYTHON_COMMENT = "Stored using python-keyring";

  private final CredentialManager manager;

  /**
   * @param systemRoot the directory of Windows
   */
  WindowsKeyring(String systemRoot) {
    this.manager =
        new CredentialManager(systemRoot + "\\System32\\WindowsPowerShell\\v1.0\\powershell.exe");
  }

  @Override
  public Optional<String> read(KeyringEntry entry) throws KeyringException {
    for (String target : targets(entry)) {
      Optional<Credential> found = manager.read(target);
      if (found.isPresent() && isOf(entry, found.get())) {
        return Optional.of(text(entry, found.get()));
      }
    }
    return Optional.empty();
  }

  /** Uses the first target name that no other account has, so that no other secret is moved. */
  @Override
  public void write(KeyringEntry entry, String text) throws KeyringException {
    byte[] blob =
        text.getBytes(isPython(entry) ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
    if (blob.length > LONGEST_BLOB) {
      throw KeyringException.failed(
          "the secret is longer than the " + LONGEST_BLOB + " bytes of the Credential Manager");
    }
    Credential wanted = new Credential(entry.account(), Base64.getEncoder().encodeToString(blob));
    for (String target : targets(entry)) {
      Optional<Credential> found = manager.read(target);
      if (found.isEmpty() || isOf(entry, found.get())) {
        manager.write(
            target,
            wanted,
            isPython(entry) ? PYTHON_COMMENT : "",
            isPython(entry) ? Persistence.ENTERPRISE : Persistence.LOCAL_MACHINE);
        if (!manager.read(target).equals(Optional.of(wanted))) {
          throw KeyringException.failed("the Credential Manager did not keep the secret");
        }
        return;
      }
    }
    throw KeyringException.failed("the Credential Manager has an entry of another name there");
  }

  @Override
  public void delete(KeyringEntry entry) throws KeyringException {
    for (String target : targets(entry)) {
      Optional<Credential> found = manager.read(target);
      if (found.isPresent() && isOf(entry, found.get())) {
        manager.delete(target);
      }
    }
  }

  @Override
  public void close() {
    manager.close();
  }

  /** The target names that the entry may have, in the order in which its library looks. */
  private static List<String> targets(KeyringEntry entry) {
    return isPython(entry)
        ? List.of(entry.service(), entry.account() + "@" + entry.service())
        : List.of(entry.service() + ":" + entry.account());
  }

  /** Names that differ in case alone have one target name. */
  private static boolean isOf(KeyringEntry entry, Credential credential) {
    return credential.user().equals(entry.account());
  }

  private static boolean isPython(KeyringEntry entry) {
    return entry.library() == Library.PYTHON_KEYRING;
  }

  private static String text(KeyringEntry entry, Credential credential) throws KeyringException {
    try {
      byte[] blob = Base64.getDecoder().decode(credential.blob());
      if (isPython(entry)) {
        try {
          return decoded(blob, StandardCharsets.UTF_16LE);
        } catch (CharacterCodingException e) {
          // Python's library tries UTF-8 then, too.
        }
      }
      return decoded(blob, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw KeyringException.failed("the Credential Manager's entry is no text");
    }
  }

  private static String decoded(byte[] blob, Charset charset) throws CharacterCodingException {
    return charset.newDecoder().decode(ByteBuffer.wrap(blob)).toString();
  }
}
