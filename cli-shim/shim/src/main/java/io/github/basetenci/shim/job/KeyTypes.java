package io.github.basetenci.shim.job;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.shim.command.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads types of keys as users write them. */
final class KeyTypes {
  private static final Pattern NAME = Pattern.compile("[A-Za-z]{1,20}([_-][A-Za-z]{1,20}){0,4}");

  private KeyTypes() {}

  /**
   * The type that a word names, also in the spelling of {@code baseten}.
   *
   * @param option the option's name for the user
   */
  static ApiKeyType of(String option, String word) throws UsageException {
    ApiKeyType type = new ApiKeyType(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    if (!type.isKnown()) {
      throw new UsageException(
          option
              // A text of another form may be a key, so it is not quoted.
              + (NAME.matcher(word).matches() ? " is '" + word + "', which" : "")
              + " is no type of key; the types are: "
              + String.join(", ", ApiKeyType.KNOWN.stream().map(ApiKeyType::value).toList()));
    }
    return type;
  }

  /** The types that several words name. */
  static List<ApiKeyType> of(String option, List<String> words) throws UsageException {
    List<ApiKeyType> types = new ArrayList<>();
    for (String word : words) {
      types.add(of(option, word));
    }
    return types;
  }
}
