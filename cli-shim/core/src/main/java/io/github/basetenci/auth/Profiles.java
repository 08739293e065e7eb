package io.github.basetenci.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.store.AuthHost;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import io.github.basetenci.text.Situation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stored logins as a list, which of them is current, and their settings. */
public final class Profiles {
  private final Stores stores;

  /**
   * @param stores the files with the profiles
   */
  public Profiles(Stores stores) {
    this.stores = stores;
  }

  /**
   * One name that is in one or both stores.
   *
   * @param current whether commands use this login if nothing names one
   * @param keyPrefix the public part of the key, or the empty string if neither the file nor the
   *     keyring gives one
   * @param stores the stores that have an entry of this name
   */
  public record Entry(
      String name,
      boolean current,
      @Nullable String remoteUrl,
      String authType,
      String keyPrefix,
      @Nullable String team,
      Set<StoreKind> stores) {}

  /** A setting of a login. */
  public enum Setting {
    /** The URL to which the key belongs. */
    REMOTE_URL("remote-url"),
    /** The default team of the remote that has the name of the login. */
    TEAM("team"),
    /** How the profile logs in. */
    AUTH_TYPE("auth-type"),
    /** The public part of the key. */
    KEY_PREFIX("key-prefix");

    private final String word;

    Setting(String word) {
      this.word = word;
    }

    /** Its name for users. */
    public String word() {
      return word;
    }

    /** The setting of this name, which can be in kebab-case, snake_case or camelCase. */
    public static Optional<Setting> of(String text) {
      String folded = fold(text);
      for (Setting setting : values()) {
        if (fold(setting.word).equals(folded)) {
          return Optional.of(setting);
        }
      }
      return Optional.empty();
    }

    private static String fold(String text) {
      return text.replace("-", "").replace("_", "").toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * All names of both stores: first those of the trussrc, then those of auth.json, each in file
   * order.
   */
  public List<Entry> list() throws StoreException {
    Stores.Contents contents = stores.keyring().withAll(stores.read());
    Set<String> names = new LinkedHashSet<>(contents.trussrc().remotes());
    names.addAll(contents.authJson().profiles());
    List<Entry> entries = new ArrayList<>();
    for (String name : names) {
      entries.add(entry(name, contents));
    }
    return entries;
  }

  /**
   * The profiles, one of which can be made the current one.
   *
   * @throws AuthException if there is none
   */
  public List<Entry> choices() throws AuthException, StoreException {
    List<Entry> profiles =
        list().stream().filter(entry -> entry.stores().contains(StoreKind.BASETEN)).toList();
    if (profiles.isEmpty()) {
      throw noneStored();
    }
    return profiles;
  }

  /**
   * The entry of this name. Without a name, the entry of the login in use; if there is none, the
   * only entry.
   */
  public Entry get(@Nullable String name) throws AuthException, StoreException {
    Stores.Contents contents = stores.keyring().withAll(stores.read());
    return entry(resolve(name, contents), contents);
  }

  /**
   * What {@link #use} chose.
   *
   * @param profile the profile that is current; empty if none became current
   * @param user the label in the older {@code hosts} layout that became active; without one, the
   *     name of the login
   * @param notes sentences for the user
   */
  public record Chosen(String profile, String user, List<String> notes) {}

  /**
   * Makes a profile the current one, and its copy in the {@code hosts} layout the active user of
   * its host.
   *
   * @param name a profile, the label of a user in the older layout, or a remote that is in use
   *     already because no profile is current and no other remote is stored
   * @param url the host of a user of the older layout that is the copy of no profile; null if only
   *     one host has this user
   */
  public Chosen use(String name, @Nullable RemoteUrl url) throws AuthException, StoreException {
    List<Chosen> chosen = new ArrayList<>();
    List<String> notes =
        stores.update(
            EnumSet.allOf(StoreKind.class),
            now -> {
              AuthJson before = now.authJson();
              String profile = profileOf(name, now);
              if (profile != null) {
                AuthJson after = before.withCurrent(profile);
                AuthProfile entry = before.profile(profile).orElseThrow();
                List<String> labels = OlderCopies.of(profile, now, stores.keyring());
                String label =
                    labels.isEmpty() ? profile : labels.contains(name) ? name : labels.get(0);
                chosen.add(new Chosen(profile, label, List.of()));
                return new Stores.Contents(
                    now.trussrc(),
                    labels.isEmpty() ? after : after.withActiveUser(entry.remoteUrl(), label));
              }
              List<AuthHost> hosts = hostsOf(name, url, before);
              if (hosts.size() == 1) {
                chosen.add(new Chosen("", name, List.of()));
                return new Stores.Contents(
                    now.trussrc(), before.withActiveUser(hosts.get(0).remoteUrl(), name));
              }
              if (!name.equals(inUse(now))) {
                throw unknown(name, now);
              }
              chosen.add(new Chosen("", name, List.of()));
              return now;
            });
    Chosen last = chosen.get(chosen.size() - 1);
    return new Chosen(last.profile(), last.user(), notes);
  }

  /** The profile of this name, or the profile whose copy in the older layout has this label. */
  private @Nullable String profileOf(String name, Stores.Contents now) {
    List<String> profiles = now.authJson().profiles();
    if (profiles.contains(name)) {
      return name;
    }
    boolean label =
        now.authJson().hosts().values().stream()
            .flatMap(host -> host.users().stream())
            .anyMatch(user -> user.name().equals(name));
    for (String each : label ? profiles : List.<String>of()) {
      if (OlderCopies.of(each, now, stores.keyring()).contains(name)) {
        return each;
      }
    }
    return null;
  }

  private static List<AuthHost> hostsOf(String label, @Nullable RemoteUrl url, AuthJson authJson) {
    return authJson.hosts().values().stream()
        .filter(host -> url == null || host.remoteUrl().equals(url.toString()))
        .filter(host -> host.users().stream().anyMatch(user -> user.name().equals(label)))
        .toList();
  }

  /**
   * The login that commands use if nothing names one: the current profile, or the only remote if no
   * profile is current.
   */
  private static @Nullable String inUse(Stores.Contents now) {
    List<String> remotes = now.trussrc().remotes();
    return now.authJson().current().orElse(remotes.size() == 1 ? remotes.get(0) : null);
  }

  private static AuthException unknown(String profile, Stores.Contents now) {
    String shown = Neutralizer.line(profile);
    if (now.trussrc().remotes().contains(profile)) {
      return AuthException.notLoggedIn(
          "'"
              + shown
              + "' is a remote of the trussrc and no profile of auth.json, and only a profile can"
              + " be current",
          Situation.REMOTE_IS_NO_PROFILE,
          shown);
    }
    return now.authJson().profiles().isEmpty()
        ? noneStored()
        : AuthException.notLoggedIn(
            "profile '"
                + shown
                + "' not found; stored are: "
                + Neutralizer.line(String.join(", ", now.authJson().profiles())));
  }

  private static AuthException noneStored() {
    return AuthException.notLoggedIn("no profiles stored", Situation.NO_PROFILE_STORED, "");
  }

  /**
   * Changes a setting in every store that has an entry of this name.
   *
   * @return sentences for the user
   */
  public List<String> set(@Nullable String name, Setting setting, String value)
      throws AuthException, StoreException {
    return switch (setting) {
      case TEAM -> setTeam(name, value);
      case REMOTE_URL -> setRemoteUrl(name, value);
      case AUTH_TYPE, KEY_PREFIX ->
          throw AuthException.usage(
              setting.word() + " cannot be set; log in again to change the credential");
    };
  }

  private List<String> setTeam(@Nullable String name, String team)
      throws AuthException, StoreException {
    Names.check("team", team);
    String remote = resolve(name, stores.read());
    return stores.update(
        EnumSet.of(StoreKind.TRUSS),
        now -> {
          if (!now.trussrc().remotes().contains(remote)) {
            throw AuthException.notLoggedIn(
                "remote '"
                    + Neutralizer.line(remote)
                    + "' not found in the trussrc, the only file that holds a team");
          }
          return new Stores.Contents(now.trussrc().withTeam(remote, team), now.authJson());
        });
  }

  private List<String> setRemoteUrl(@Nullable String name, String text)
      throws AuthException, StoreException {
    RemoteUrl url = RemoteUrls.parse("remote-url", text);
    return stores.update(
        EnumSet.allOf(StoreKind.class),
        now -> {
          String entry = resolve(name, now);
          return new Stores.Contents(
              now.trussrc().remotes().contains(entry)
                  ? now.trussrc().withRemoteUrl(entry, url.toString())
                  : now.trussrc(),
              now.authJson().profiles().contains(entry)
                  ? now.authJson().withRemoteUrl(entry, url.toString())
                  : now.authJson());
        });
  }

  private static String resolve(@Nullable String name, Stores.Contents contents)
      throws AuthException {
    Set<String> names = new LinkedHashSet<>(contents.trussrc().remotes());
    names.addAll(contents.authJson().profiles());
    if (name != null) {
      if (!names.contains(name)) {
        String shown = Neutralizer.line(name);
        throw AuthException.notLoggedIn(
            "profile '" + shown + "' not found", Situation.NAME_NOT_STORED, shown);
      }
      return name;
    }
    String current = inUse(contents);
    if (current != null) {
      return current;
    }
    if (names.size() == 1) {
      return names.iterator().next();
    }
    throw names.isEmpty()
        ? noneStored()
        : AuthException.usage(
            "no profile is current",
            Situation.PROFILE_NOT_CHOSEN,
            Neutralizer.line(String.join(", ", names)));
  }

  private static Entry entry(String name, Stores.Contents contents) throws StoreException {
    Optional<TrussRemote> remote = contents.trussrc().remote(name);
    Optional<AuthProfile> profile = contents.authJson().profile(name);
    Set<StoreKind> where = EnumSet.noneOf(StoreKind.class);
    remote.ifPresent(r -> where.add(StoreKind.TRUSS));
    profile.ifPresent(p -> where.add(StoreKind.BASETEN));
    String key =
        profile.map(AuthProfile::apiKey).or(() -> remote.map(TrussRemote::apiKey)).orElse("");
    String type =
        profile
            .map(AuthProfile::authType)
            .or(() -> remote.map(r -> r.oauth() ? "oauth" : "api_key"))
            .orElse("");
    String url =
        profile
            .map(AuthProfile::remoteUrl)
            .or(() -> remote.map(TrussRemote::remoteUrl))
            .orElse(null);
    return new Entry(
        name,
        name.equals(inUse(contents)),
        url,
        type,
        ApiKey.prefixOf(key),
        remote.map(TrussRemote::team).orElse(null),
        where);
  }
}
