package io.github.basetenci.auth;

import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.store.AuthHost;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.text.Neutralizer;
import io.github.basetenci.text.Situation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored login that is meant by the URL of its remote, as version 0.1 of {@code baseten} chose
 * it.
 *
 * @param url the URL
 * @param profile the profile, or null
 * @param remote the remote of the trussrc, or null
 */
public record LoginOfUrl(RemoteUrl url, @Nullable String profile, @Nullable String remote) {
  /** The profile, or else the remote. */
  public String name() {
    return String.valueOf(profile != null ? profile : remote);
  }

  /**
   * Finds the login. The profiles of the URL come first: the current one, else the one that the
   * older layout calls active, else the only one. Without a profile, it is the only remote of the
   * URL. A login that the caller named is checked to be of the URL.
   *
   * @param url the URL as the caller gave it
   * @param profile the profile that the caller named, or null
   * @param remote the remote that the caller named, or null
   * @throws AuthException if there is none, or if there are several
   */
  public static LoginOfUrl find(
      SourceNames names,
      String url,
      @Nullable String profile,
      @Nullable String remote,
      Stores.Contents stores)
      throws AuthException, StoreException {
    RemoteUrl wanted = RemoteUrls.parse(names.remoteUrl(), url);
    if (profile != null) {
      refuseOther("profile", profile, urlOfProfile(profile, stores), wanted);
    }
    if (remote != null) {
      refuseOther("remote", remote, urlOfRemote(remote, stores), wanted);
    }
    if (profile != null || remote != null) {
      return new LoginOfUrl(wanted, profile, remote);
    }
    List<String> profiles = profiles(wanted, stores);
    if (!profiles.isEmpty()) {
      return new LoginOfUrl(wanted, profile(profiles, wanted, stores), null);
    }
    List<String> remotes = new ArrayList<>();
    for (String name : stores.trussrc().remotes()) {
      if (is(urlOfRemote(name, stores), wanted)) {
        remotes.add(name);
      }
    }
    if (remotes.size() > 1) {
      throw AuthException.usage(
          "several remotes belong to " + wanted + " (" + shown(remotes) + ")",
          Situation.REMOTE_NOT_CHOSEN,
          "");
    }
    if (remotes.isEmpty()) {
      throw AuthException.notLoggedIn(
          "no login for " + wanted + " is stored", Situation.NAME_NOT_STORED, "");
    }
    return new LoginOfUrl(wanted, null, remotes.get(0));
  }

  /** The profiles of the URL, in file order. */
  static List<String> profiles(RemoteUrl url, Stores.Contents stores) {
    return stores.authJson().profiles().stream()
        .filter(name -> is(urlOfProfile(name, stores), url))
        .toList();
  }

  private static String profile(List<String> profiles, RemoteUrl url, Stores.Contents stores)
      throws AuthException {
    String current = stores.authJson().current().orElse("");
    if (profiles.contains(current)) {
      return current;
    }
    AuthHost host = stores.authJson().hosts().get(url.toString());
    for (String name : profiles) {
      AuthProfile profile = stores.authJson().profile(name).orElseThrow();
      if (host != null && OlderCopies.of(profile, stores.authJson()).contains(host.activeUser())) {
        return name;
      }
    }
    if (profiles.size() > 1) {
      throw AuthException.usage(
          "several profiles belong to " + url, Situation.PROFILE_NOT_CHOSEN, shown(profiles));
    }
    return profiles.get(0);
  }

  private static void refuseOther(
      String kind, String name, @Nullable String stored, RemoteUrl wanted) throws AuthException {
    if (stored != null && !is(stored, wanted)) {
      throw AuthException.usage(
          kind
              + " '"
              + Neutralizer.line(name)
              + "' belongs to "
              + Neutralizer.line(stored)
              + ", and not to "
              + wanted);
    }
  }

  private static @Nullable String urlOfProfile(String name, Stores.Contents stores) {
    return stores.authJson().profile(name).map(AuthProfile::remoteUrl).orElse(null);
  }

  private static @Nullable String urlOfRemote(String name, Stores.Contents stores)
      throws StoreException {
    return stores.trussrc().remote(name).map(entry -> entry.remoteUrl()).orElse(null);
  }

  private static boolean is(@Nullable String stored, RemoteUrl wanted) {
    try {
      return stored != null && RemoteUrl.parse(stored, "a stored URL").equals(wanted);
    } catch (InvalidRemoteUrlException e) {
      // What cannot be read as a URL is none that could be meant.
      return false;
    }
  }

  private static String shown(List<String> names) {
    return Neutralizer.line(String.join(", ", names));
  }
}
