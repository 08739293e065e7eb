package io.github.basetenci.fleet;

import io.github.basetenci.api.ApiKeyInfo;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a managed key is found in the list of the server. A rotation gives the key after {@code ci}
 * the name {@code ci-2}, and the key after a key without a name the name {@code key-PREFIX-2}.
 */
public sealed interface KeyChoice {
  /** The name of the key in messages. */
  String label();

  /** The number of the key among the keys of this choice; 0 if it is not one of them. */
  long number(ApiKeyInfo key);

  /** The number that rotations count is at the end of a name. */
  Pattern NUMBERED = Pattern.compile("(.+)-([0-9]{1,9})", Pattern.DOTALL);

  /**
   * Whether a name ends with a number as rotations count it. Such a name cannot be the name without
   * a number.
   */
  static boolean isNumbered(String name) {
    return NUMBERED.matcher(name).matches();
  }

  /** The name without the number that rotations count. */
  static String base(String name) {
    Matcher parts = NUMBERED.matcher(name);
    return parts.matches() ? parts.group(1) : name;
  }

  private static long number(String base, ApiKeyInfo key) {
    String name = key.name();
    if (name == null || name.isEmpty() || !base(name).equals(base)) {
      return 0;
    }
    Matcher parts = NUMBERED.matcher(name);
    return parts.matches() ? Long.parseLong(parts.group(2)) : 1;
  }

  /**
   * The keys of one name, with any number at its end.
   *
   * @param name the name without a number
   */
  record ByName(String name) implements KeyChoice {
    @Override
    public String label() {
      return name;
    }

    @Override
    public long number(ApiKeyInfo key) {
      return KeyChoice.number(name, key);
    }
  }

  /** A key without a name, and the keys that have replaced it. */
  record ByPrefix(String prefix) implements KeyChoice {
    @Override
    public String label() {
      return prefix;
    }

    @Override
    public long number(ApiKeyInfo key) {
      return key.hasPrefix(prefix)
          ? 1
          : KeyChoice.number(
              "key-" + prefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-"), key);
    }
  }
}
