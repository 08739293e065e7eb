package io.github.basetenci;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.KeyForms;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds keys in text: whole or in part, in any form that the masker knows. */
public final class LeakFinder {
  /** So much of a form is a leak. Less occurs by chance. */
  public static final int PART = 12;

  private final Set<String> parts = new HashSet<>();

  public LeakFinder(String... keys) {
    for (String key : keys) {
      String prefix = key.substring(0, key.indexOf('.') + 1);
      for (String form : KeyForms.of(parse(key))) {
        for (int i = 0; i + PART <= form.length(); i++) {
          String part = form.substring(i, i + PART);
          if (!prefix.contains(part)) {
            parts.add(part);
          }
        }
      }
    }
  }

  /** The text around the first leak. */
  public Optional<String> find(String text) {
    for (int i = 0; i + PART <= text.length(); i++) {
      if (parts.contains(text.substring(i, i + PART))) {
        int from = Math.max(0, i - 60);
        return Optional.of(text.substring(from, Math.min(text.length(), i + 80)));
      }
    }
    return Optional.empty();
  }

  private static ApiKey parse(String key) {
    try {
      return ApiKey.of(key);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
