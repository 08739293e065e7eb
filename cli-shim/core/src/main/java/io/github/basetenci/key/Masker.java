package io.github.basetenci.key;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Replaces every form of the given keys in a text by {@code ****}. */
public final class Masker {
  /** What stands in place of a key. */
  public static final String MASK = "****";

  /** Masks nothing. */
  public static final Masker NONE = new Masker(List.of());

  /** Longest first, so that a form that contains another one is replaced whole. */
  private final List<String> forms;

  private Masker(List<String> forms) {
    this.forms = forms;
  }

  /** A masker for all {@link KeyForms} of the keys. */
  public static Masker of(Collection<ApiKey> keys) {
    List<String> forms = new ArrayList<>();
    keys.forEach(key -> forms.addAll(KeyForms.of(key)));
    forms.sort(Comparator.comparingInt(String::length).reversed());
    return new Masker(List.copyOf(forms));
  }

  /** The text with every form of every key replaced. */
  public String mask(String text) {
    String masked = text;
    for (String form : forms) {
      masked = masked.replace(form, MASK);
    }
    return masked;
  }

  @Override
  public String toString() {
    return "Masker of " + forms.size() + " forms";
  }
}
