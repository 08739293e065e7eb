package io.github.basetenci.key;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The forms in which a text can contain a key: literal, quoted and encoded. The secret half of the
 * key has its own literal, quoted and encoded forms. Every form is visible ASCII.
 */
public final class KeyForms {
  /** The shortest form, in characters. A shorter form would mask ordinary words. */
  public static final int MIN_LENGTH = 8;

  private KeyForms() {}

  /**
   * All forms of one key; the literal form comes first. A key shorter than {@link #MIN_LENGTH} has
   * no forms: its quoted and encoded forms may be longer, but they too can be ordinary words of
   * other texts. A secret half shorter than {@link #MIN_LENGTH} has no forms of its own.
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
