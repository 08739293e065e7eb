package io.github.basetenci.key;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The forms in which a text can hold a key: literal, quoted and encoded, and the same forms of the
 * secret half of the key. Every form is visible ASCII.
 */
public final class KeyForms {
  /** Nothing shorter is ever a form: it would mask ordinary words. */
  public static final int MIN_LENGTH = 8;

  private KeyForms() {}

  /**
   * All forms of one key, the literal first. Empty for a key shorter than {@link #MIN_LENGTH}: its
   * quoted and encoded forms are longer, and are ordinary words of other texts all the same. A
   * secret half that is so short has no forms of its own either.
   */
  public static Set<String> of(Confidential key) {
    String literal = key.reveal();
    Set<String> all = new LinkedHashSet<>();
    addForms(all, literal);
    int dot = literal.indexOf('.');
    if (dot >= 0) {
      addForms(all, literal.substring(dot + 1));
    }
    all.removeIf(form -> form.length() < MIN_LENGTH);
    return Collections.unmodifiableSet(all);
  }

  private static void addForms(Set<String> forms, String text) {
    if (text.length() < MIN_LENGTH) {
      return;
    }
    forms.add(text);
    QuotedForms.addTo(forms, text);
    EncodedForms.addTo(forms, text);
  }
}
