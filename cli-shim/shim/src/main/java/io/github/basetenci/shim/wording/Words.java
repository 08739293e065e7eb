package io.github.basetenci.shim.wording;

import io.github.basetenci.auth.SourceNames;
import io.github.basetenci.text.Advice;
import java.util.function.UnaryOperator;

/**
 * How a front end of the shim speaks with its user.
 *
 * @param sources what it calls the values that sentences name as the source of another
 * @param advice what it tells its user to do
 * @param names what its user calls an option, by the option's name without hyphens before it; two
 *     more names are {@link #LOGIN} and {@link #AUTHORITIES}
 */
public record Words(SourceNames sources, Advice advice, UnaryOperator<String> names) {
  /** What the user calls the run that logged in. */
  public static final String LOGIN = "the login";

  /** What names further certificate authorities. */
  public static final String AUTHORITIES = "authorities";

  /** What the user calls this. */
  public String name(String thing) {
    return names.apply(thing);
  }
}
