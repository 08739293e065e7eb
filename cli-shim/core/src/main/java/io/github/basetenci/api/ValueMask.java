package io.github.basetenci.api;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.key.Masker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Hides the value of a secret in messages of a server. The value is found unchanged, in its JSON
 * form, and line by line.
 */
final class ValueMask {
  /**
   * The shortest text that is hidden, in characters. Hiding a shorter text would damage ordinary
   * words, and so short a text is no secret.
   */
  private static final int MIN_LENGTH = 4;

  private final List<String> forms = new ArrayList<>();

  ValueMask(String value) {
    add(value);
    value.lines().forEach(this::add);
    // Longer forms come first, so that a form that contains another one is hidden completely.
    forms.sort(Comparator.comparingInt(String::length).reversed());
  }

  String mask(String text) {
    String masked = text;
    for (String form : forms) {
      masked = masked.replace(form, Masker.MASK);
    }
    return masked;
  }

  private void add(String text) {
    if (text.length() < MIN_LENGTH) {
      return;
    }
    String quoted = Json.compact(new JsonString(text));
    String escaped = quoted.substring(1, quoted.length() - 1);
    forms.add(text);
    forms.add(escaped);
    forms.add(escaped.replace("\\u003c", "<").replace("\\u003e", ">").replace("\\u0026", "&"));
  }
}
