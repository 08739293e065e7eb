package io.github.basetenci.key;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The forms in which a key turns up in text: literal, quoted, encoded, and all of these again for
 * its secret half alone. Every form is visible ASCII.
 */
public final class KeyForms {
  /** Nothing shorter is ever a form: it would mask ordinary words. */
  public static final int MIN_LENGTH = 8;

  private KeyForms() {}

  /**
   * All forms of one key that are at least {@link #MIN_LENGTH} characters long, the literal first.
   * Empty for a key so short that it cannot be masked.
   */
  public static Set<String> of(ApiKey key) {
    String literal = key.reveal();
    Set<String> all = new LinkedHashSet<>();
    addForms(all, literal);
    int dot = literal.indexOf('.');
    if (dot >= 0) {
      addForms(all, literal.substring(dot + 1));
    }
    Set<String> forms = new LinkedHashSet<>();
    for (String form : all) {
      if (form.length() >= MIN_LENGTH) {
        forms.add(form);
      }
    }
    return Collections.unmodifiableSet(forms);
  }

  private static void addForms(Set<String> forms, String text) {
    forms.add(text);
    QuotedForms.addTo(forms, text);
    EncodedForms.addTo(forms, text);
  }
}
