package io.github.basetenci.auth;

import static io.github.basetenci.auth.Environment.API_KEY;
import static io.github.basetenci.auth.Environment.API_KEY_FILE;
import static io.github.basetenci.auth.Environment.TRUSS_API_KEY;
import static io.github.basetenci.auth.Environment.TRUSS_REMOTE_URL;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.NotAKey;
import io.github.basetenci.text.Situation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key that the caller or the environment gives. The sources in their order are: an
 * explicit key, {@code BASETEN_API_KEY}, the pair of variables of {@code truss}, {@code
 * BASETEN_API_KEY_FILE}. A source that is set but unusable is an error; the next source is then not
 * read.
 */
public final class GivenKeys {
  private final Environment environment;
  private final KeyFile keyFile;
  private final Consumer<String> met;

  /**
   * @param met called with the text of every key that is read, usable or not, so that the caller
   *     can hide the text
   */
  public GivenKeys(Environment environment, KeyFile keyFile, Consumer<String> met) {
    this.environment = environment;
    this.keyFile = keyFile;
    this.met = met;
  }

  /**
   * The key of the first source that is set.
   *
   * @param explicit what the command was given, if anything
   * @throws AuthException if this source is unusable, or if one variable of the pair is missing
   */
  public Optional<GivenKey> find(@Nullable ExplicitKey explicit) throws AuthException {
    Candidate found = choose(explicit);
    if (found == null) {
      return Optional.empty();
    }
    met.accept(found.text());
    ApiKey key = parse(found.name(), found.text());
    return Optional.of(new GivenKey(key, found.source(), found.name(), found.pairedUrl()));
  }

  /** The key that {@link #find} finds. A missing key is an error. */
  public GivenKey require(@Nullable ExplicitKey explicit) throws AuthException {
    return find(explicit)
        .orElseThrow(() -> AuthException.usage("no API key was given", Situation.KEY_MISSING, ""));
  }

  private @Nullable Candidate choose(@Nullable ExplicitKey explicit) throws AuthException {
    if (explicit != null) {
      return new Candidate(KeySource.EXPLICIT, explicit.name(), explicit.text(), null);
    }
    Optional<String> variable = environment.get(API_KEY);
    if (variable.isPresent()) {
      return new Candidate(KeySource.API_KEY_VARIABLE, API_KEY, variable.get(), null);
    }
    TrussPair pair = TrussPair.of(environment);
    if (pair.isHalf()) {
      throw AuthException.invalid(pair.problem());
    }
    Optional<String> pairKey = environment.get(TRUSS_API_KEY);
    if (pairKey.isPresent()) {
      String url = environment.get(TRUSS_REMOTE_URL).orElse(null);
      return new Candidate(KeySource.TRUSS_PAIR, TRUSS_API_KEY, pairKey.get(), url);
    }
    Optional<String> file = environment.get(API_KEY_FILE);
    if (file.isPresent()) {
      String text = keyFile.read(API_KEY_FILE, Path.of(file.get()));
      return new Candidate(KeySource.API_KEY_FILE_VARIABLE, API_KEY_FILE, text, null);
    }
    return null;
  }

  /** Checks a text that was given as a key. The message names the source and never the text. */
  static ApiKey parse(String sourceName, String text) throws AuthException {
    ApiKey key = parseStored(sourceName, text);
    if (text.indexOf('%') >= 0) {
      throw AuthException.invalid(
          "the API key from "
              + sourceName
              + " contains a '%', which no Baseten key does (is it URL-encoded, or an unexpanded"
              + " variable?)");
    }
    return key;
  }

  /**
   * Checks a key as {@link #parse} does, but for a key that is already in a store. In a stored key
   * a {@code %} is not a typing mistake.
   */
  static ApiKey parseStored(String sourceName, String text) throws AuthException {
    Optional<NotAKey> other = NotAKey.of(text);
    if (other.isPresent()) {
      throw AuthException.invalid("the API key from " + sourceName + " " + other.get().predicate());
    }
    try {
      return ApiKey.of(text);
    } catch (InvalidKeyException e) {
      throw AuthException.invalid(
          "the API key from " + sourceName + " " + e.getMessage() + "; give the key alone");
    }
  }

  private record Candidate(KeySource source, String name, String text, @Nullable String pairedUrl) {
    @Override
    public String toString() {
      return "Candidate[" + name + "]";
    }
  }
}
