package io.github.basetenci.shim.output;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.key.Masker;
import io.github.basetenci.key.NotAKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that one run of the command has met, from wherever: all that it prints, its failure
 * included, passes {@link #mask}. Safe for several threads.
 */
public final class KnownKeys {
  private final Set<Confidential> keys = new LinkedHashSet<>();
  private final Map<String, String> sources = new HashMap<>();

  /** Made when something is printed: it costs more than to meet a key. */
  private @Nullable Masker masker;

  /**
   * Remembers where a key came from, for what is said when a server refuses it.
   *
   * @param source the flag, variable or stored login, as messages show it
   */
  public synchronized void origin(ApiKey key, String source) {
    sources.put(key.toString(), source);
  }

  /**
   * Where a key came from, or the empty text.
   *
   * @param shown the key as {@link ApiKey#toString} shows it
   */
  public synchronized String origin(String shown) {
    return sources.getOrDefault(shown, "");
  }

  /** From now on no form of this key is printed. */
  public synchronized void add(Confidential key) {
    if (keys.add(key)) {
      masker = null;
    }
  }

  /**
   * Takes what somebody gave as a key. It need not be a usable one: behind a word too many, in
   * quotation marks, or beside a line break, stands a key all the same. What surely is no secret,
   * such as the name of a variable, stays readable.
   */
  public void addText(String given) {
    Optional<NotAKey> other = NotAKey.of(given);
    if (other.isPresent()) {
      other.get().secrets().forEach(this::addWords);
    } else {
      addWords(given);
    }
  }

  /**
   * Every form of what somebody gave as a key, usable or not, and of each word of it, for a log
   * that hides whole texts. What surely is no secret would go from the whole log, and what is very
   * short is a part of ordinary words.
   */
  public static Set<String> forms(String given) {
    List<String> texts = NotAKey.of(given).map(NotAKey::secrets).orElse(List.of(given));
    Set<String> forms = new LinkedHashSet<>(texts);
    for (String word : String.join(" ", texts).split("\\s+", -1)) {
      try {
        forms.addAll(KeyForms.of(ApiKey.of(word)));
      } catch (InvalidKeyException e) {
        // Nothing that could be printed and be a key; the whole text is hidden all the same.
      }
    }
    forms.removeIf(form -> form.length() < KeyForms.MIN_LENGTH);
    return forms;
  }

  private void addWords(String given) {
    for (String word : given.split("\\s+", -1)) {
      try {
        add(ApiKey.of(word));
      } catch (InvalidKeyException e) {
        // Nothing that could be printed and be a key.
      }
    }
  }

  /** Hides every key met so far. */
  public synchronized Masker masker() {
    Masker current = masker;
    if (current == null) {
      current = Masker.of(keys);
      masker = current;
    }
    return current;
  }

  /** The text with every form of every key replaced. */
  public String mask(String text) {
    return masker().mask(text);
  }
}
