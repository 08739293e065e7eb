package io.github.basetenci.cli.keyring;

import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.store.KeyringEntry.Library;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The Keychain of macOS, by its program {@code security}, which go-keyring uses too. Written by the
 * sources of both libraries; it has not been run on macOS. A text of go-keyring is written in
 * base64 behind a mark; Python's text stands as it is.
 */
final class SecurityKeyring implements NativeKeyring {
  private static final String SECURITY = "/usr/bin/security";
  private static final int LONGEST_LINE = 4096;
  private static final String BASE64 = "go-keyring-base64:";
  private static final String NOT_FOUND = "could not be found";

  private final SystemProgram program;

  SecurityKeyring() {
    this(SystemProgram.REAL);
  }

  SecurityKeyring(SystemProgram program) {
    this.program = program;
  }

  @Override
  public Optional<String> read(KeyringEntry entry) throws KeyringException {
    SystemProgram.Ended ended =
        run(
            "",
            List.of(
                SECURITY, "find-generic-password", "-s", entry.service(), "-wa", entry.account()));
    if (ended.code() != 0) {
      refuseUnless(ended.output().contains(NOT_FOUND));
      return Optional.empty();
    }
    String text = ended.output().strip();
    try {
      return Optional.of(
          text.startsWith(BASE64)
              ? new String(
                  Base64.getDecoder().decode(text.substring(BASE64.length())),
                  StandardCharsets.UTF_8)
              : text);
    } catch (IllegalArgumentException e) {
      throw KeyringException.failed("the keychain's entry is not base64");
    }
  }

  @Override
  public void write(KeyringEntry entry, String text) throws KeyringException {
    String value =
        entry.library() == Library.GO_KEYRING
            ? BASE64 + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
            : text;
    String line =
        "add-generic-password -U -s "
            + quoted(entry.service())
            + " -a "
            + quoted(entry.account())
            + " -w "
            + quoted(value)
            + "\n";
    // The program reads no longer line, and go-keyring refuses one too.
    if (line.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
      throw KeyringException.failed("the secret is too long for " + SECURITY);
    }
    refuseUnless(run(line, List.of(SECURITY, "-i")).code() == 0);
  }

  @Override
  public void delete(KeyringEntry entry) throws KeyringException {
    SystemProgram.Ended ended =
        run(
            "",
            List.of(
                SECURITY, "delete-generic-password", "-s", entry.service(), "-a", entry.account()));
    refuseUnless(ended.code() == 0 || ended.output().contains(NOT_FOUND));
  }

  /** A word of {@code security -i}, which splits its lines as a shell does. */
  private static String quoted(String word) {
    return "'" + word.replace("'", "'\"'\"'") + "'";
  }

  private static void refuseUnless(boolean fine) throws KeyringException {
    if (!fine) {
      throw KeyringException.failed("the keychain cannot be used");
    }
  }

  private SystemProgram.Ended run(String input, List<String> command) throws KeyringException {
    try {
      return program.run(input, command);
    } catch (IOException e) {
      throw KeyringException.failed(SECURITY + " cannot be run");
    }
  }
}
