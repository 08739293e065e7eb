package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.Explanation;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.auth.TrussPair;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a diagnosis looks at.
 *
 * @param surroundings where and when the diagnosis runs
 * @param files what the files of the two tools hold
 * @param foundKeys all keys, and all texts that stand for a key
 * @param programs the two tools
 * @param resolution which login each program uses
 * @param servers what servers answered; empty when none was asked
 * @param notChecked what could not be checked and why, as sentences
 */
public record Facts(
    Surroundings surroundings,
    StoredFiles files,
    FoundKeys foundKeys,
    InstalledTools programs,
    Resolution resolution,
    List<ServerAnswer> servers,
    List<String> notChecked) {
  private static final Set<String> NO = Set.of("false", "0", "no");
  private static final Set<String> YES = Set.of("1", "true", "yes");

  public Facts {
    servers = List.copyOf(servers);
    notChecked = List.copyOf(notChecked);
  }

  /**
   * Where and when a diagnosis runs.
   *
   * @param now the time of day
   * @param deployable whether there is something to push in the working directory
   */
  public record Surroundings(Environment environment, Instant now, boolean deployable) {
    /** Names no variable, because its value may be a key. */
    @Override
    public String toString() {
      return "Surroundings of " + now;
    }
  }

  /**
   * What the files of the two tools hold.
   *
   * @param contents what the tools read from the two files; empty for an unusable one
   * @param brokenRemotes why single remotes cannot be loaded, as sentences
   */
  public record StoredFiles(
      StoreFacts trussrc,
      StoreFacts authJson,
      Stores.Contents contents,
      List<String> brokenRemotes) {
    public StoredFiles {
      brokenRemotes = List.copyOf(brokenRemotes);
    }

    /** Names no key. */
    @Override
    public String toString() {
      return "StoredFiles[" + trussrc + ", " + authJson + "]";
    }
  }

  /**
   * All keys, and all texts that stand for a key.
   *
   * @param held all keys of the variables and the stores
   * @param bad all texts that stand for a key and are no keys
   * @param keyFileProblem why the file of {@code BASETEN_API_KEY_FILE} gives no key, or null
   * @param tracked which of the keys version control tracks
   */
  public record FoundKeys(
      List<HeldKey> held, List<BadKey> bad, @Nullable String keyFileProblem, TrackedKeys tracked) {
    public FoundKeys {
      held = List.copyOf(held);
      bad = List.copyOf(bad);
    }
  }

  /** The two tools, as they are installed. */
  public record InstalledTools(Tool truss, Tool baseten) {}

  /**
   * Which login each program uses.
   *
   * @param logins what truss, baseten and baseten-ci find, in this order
   * @param loggingIn where the key of a login would come from
   * @param using where the login in use comes from
   */
  public record Resolution(List<LoginView> logins, Explanation loggingIn, Explanation using) {
    public Resolution {
      logins = List.copyOf(logins);
    }
  }

  public Environment environment() {
    return surroundings.environment();
  }

  /** The time of day. */
  public Instant now() {
    return surroundings.now();
  }

  /** Whether there is something to push in the working directory. */
  public boolean deployable() {
    return surroundings.deployable();
  }

  public StoreFacts trussrc() {
    return files.trussrc();
  }

  public StoreFacts authJson() {
    return files.authJson();
  }

  /** What the tools read from the two files; empty for an unusable one. */
  public Stores.Contents contents() {
    return files.contents();
  }

  /** Why single remotes cannot be loaded, as sentences. */
  public List<String> brokenRemotes() {
    return files.brokenRemotes();
  }

  /** All keys of the variables and the stores. */
  public List<HeldKey> keys() {
    return foundKeys.held();
  }

  /** All texts that stand for a key and are no keys. */
  public List<BadKey> badKeys() {
    return foundKeys.bad();
  }

  /** Why the file of {@code BASETEN_API_KEY_FILE} gives no key, or null. */
  public @Nullable String keyFileProblem() {
    return foundKeys.keyFileProblem();
  }

  /** Which of the keys version control tracks. */
  public TrackedKeys tracked() {
    return foundKeys.tracked();
  }

  public Tool truss() {
    return programs.truss();
  }

  public Tool baseten() {
    return programs.baseten();
  }

  /** What truss, baseten and baseten-ci find, in this order. */
  public List<LoginView> logins() {
    return resolution.logins();
  }

  /** Where the key of a login would come from. */
  public Explanation loggingIn() {
    return resolution.loggingIn();
  }

  /** Where the login in use comes from. */
  public Explanation using() {
    return resolution.using();
  }

  /** Whether this is a CI job, according to the variable that all CI systems set. */
  public boolean ci() {
    return environment().get("CI").filter(value -> !NO.contains(lower(value))).isPresent();
  }

  public boolean has(String variable) {
    return environment().has(variable);
  }

  public TrussPair pair() {
    return TrussPair.of(surroundings.environment());
  }

  /** Whether the truss on PATH takes its login from the pair, if its version is known. */
  public boolean trussUsesPair() {
    return pair().isWhole() && trussReadsPair();
  }

  /** Whether the truss on PATH, if its version is known, looks at the pair. */
  public boolean trussReadsPair() {
    return !truss().isBefore(Tool.TRUSS_PAIR);
  }

  /** Whether truss is told to leave the system keyring alone. */
  public boolean keyringDisabled() {
    return isKeyringDisabled(environment());
  }

  static boolean isKeyringDisabled(Environment environment) {
    return environment
        .get("BASETEN_TRUSS_AUTH_KEYRING_DISABLED")
        .filter(value -> YES.contains(lower(value)))
        .isPresent();
  }

  /** The remotes that truss can load. */
  public List<TrussRemote> remotes() {
    List<TrussRemote> remotes = new ArrayList<>();
    for (String name : contents().trussrc().remotes()) {
      remote(name).ifPresent(remotes::add);
    }
    return remotes;
  }

  /** The remote of this name, if it exists and truss can load it. */
  public Optional<TrussRemote> remote(String name) {
    try {
      return contents().trussrc().remote(name);
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  /** The remotes whose secret truss looks for in the system keyring. */
  public List<TrussRemote> keyringRemotes() {
    return remotes().stream().filter(TrussRemote::inKeyring).toList();
  }

  /** Names no key. */
  @Override
  public String toString() {
    return "Facts of " + now();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
