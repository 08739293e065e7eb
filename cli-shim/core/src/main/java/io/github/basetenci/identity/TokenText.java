package io.github.basetenci.identity;

import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads identity tokens from texts and files, and names the source in every error message. */
final class TokenText {
  private TokenText() {}

  /** The token in a text. One line end after the token is ignored. */
  static IdentityToken parse(String source, String text) throws IdentityException {
    try {
      return IdentityToken.of(text.replaceFirst("\\r?\\n$", ""));
    } catch (InvalidIdentityTokenException e) {
      throw IdentityException.invalid("the identity token from " + source + " " + e.getMessage());
    }
  }

  /** The token in a file. */
  static IdentityToken read(String source, Path file) throws IdentityException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(IdentityToken.MAX_LENGTH + 2);
    } catch (NoSuchFileException e) {
      throw unreadable(source, file, "does not exist");
    } catch (AccessDeniedException e) {
      throw unreadable(source, file, "may not be read by this user");
    } catch (IOException e) {
      throw unreadable(source, file, Files.isDirectory(file) ? "is a directory" : "cannot be read");
    }
    return parse(source, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static IdentityException unreadable(String source, Path file, String why) {
    return IdentityException.invalid(
        "the file of the identity token "
            + Neutralizer.line(file.toString())
            + " (from "
            + source
            + ") "
            + why);
  }
}
