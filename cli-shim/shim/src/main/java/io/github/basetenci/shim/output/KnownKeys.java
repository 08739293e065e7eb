package io.github.basetenci.shim.output;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.key.Masker;
import io.github.basetenci.key.NotAKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that one run of the command knows, from any source. Everything that the run prints, also
 * an error, passes {@link #mask}. This class is safe for several threads.
 */
public final class KnownKeys {
  private final Set<Confidential> keys = new LinkedHashSet<>();
  private final Map<String, String> sources = new HashMap<>();

  /** The ends of tokens. A key has none. */
  private final Map<Confidential, Instant> ends = new HashMap<>();

  /** Made only when something is printed, because making it costs more than adding a key. */
  private @Nullable Masker masker;

  /**
   * Remembers where a key came from, for the message when a server refuses the key.
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

  /**
   * Hides every form of a token until {@link #forgetEnded} is told a later time. Each token costs
   * memory, and a long run may have many. A key that is hidden for ever stays so.
   *
   * @param end when the token is worth nothing any more; replaces what was said before
   */
  public synchronized void addUntil(Confidential token, Instant end) {
    if (keys.add(token)) {
      masker = null;
      ends.put(token, end);
    } else if (ends.containsKey(token)) {
      ends.put(token, end);
    }
  }

  /** Stops hiding the tokens that are worth nothing any more. */
  public synchronized void forgetEnded(Instant now) {
    for (Map.Entry<Confidential, Instant> each : Map.copyOf(ends).entrySet()) {
      if (!each.getValue().isAfter(now)) {
        ends.remove(each.getKey());
        keys.remove(each.getKey());
        masker = null;
      }
    }
  }

  /** Hides every form of this key from now on. */
  public synchronized void add(Confidential key) {
    ends.remove(key);
    if (keys.add(key)) {
      masker = null;
    }
  }

  /**
   * Hides a text that somebody gave as a key. The text may be unusable as a key and still contain
   * one, for example in quotation marks, after another word, or beside a line break. A text that is
   * certainly no secret, such as the name of a variable, stays readable.
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
   * All forms of a text that somebody gave as a key, and of each word of the text, for a log that
   * hides whole texts. The text may be unusable as a key. Texts that are certainly no secret are
   * left out, because they would disappear from the whole log. Very short texts are left out,
   * because they are parts of ordinary words.
   */
  public static Set<String> forms(String given) {
    List<String> texts = NotAKey.of(given).map(NotAKey::secrets).orElse(List.of(given));
    Set<String> forms = new LinkedHashSet<>(texts);
    for (String word : String.join(" ", texts).split("\\s+", -1)) {
      try {
        forms.addAll(KeyForms.of(ApiKey.of(word)));
      } catch (InvalidKeyException e) {
        // The word is no key that could be printed. The whole text is hidden anyway.
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
        // The word is no key that could be printed.
      }
    }
  }

  /** A masker for every key that is known so far. */
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
