package io.github.basetenci.shim.wording;

import io.github.basetenci.auth.SourceNames;
import io.github.basetenci.text.Advice;
import java.util.function.UnaryOperator;

/**
 * The words that a front end of the shim uses in sentences for its user.
 *
 * @param sources the front end's names for values that sentences name as the source of another
 *     value
 * @param advice the front end's advice for the user
 * @param names gives the user's word for an option, by the option's name without leading hyphens;
 *     two more names are {@link #LOGIN} and {@link #AUTHORITIES}
 */
public record Words(SourceNames sources, Advice advice, UnaryOperator<String> names) {
  /** The name for the run that logged in. */
  public static final String LOGIN = "the login";

  /** The name for the setting of further certificate authorities. */
  public static final String AUTHORITIES = "authorities";

  /** The user's word for this name. */
  public String name(String thing) {
    return names.apply(thing);
  }
}
