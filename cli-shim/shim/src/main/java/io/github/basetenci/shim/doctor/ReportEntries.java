package io.github.basetenci.shim.doctor;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.store.AuthHost;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.OAuthTokens;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The logins of the two files, as a report lists them. */
final class ReportEntries {
  /**
   * One login.
   *
   * @param layout {@code trussrc}, {@code profiles} or {@code hosts}
   * @param current whether baseten uses this login when the user names none
   * @param url the URL as it is stored; empty if there is none
   * @param keyPrefix the public part of the key; empty if there is no key
   * @param expires when the access token ends, if it is one that no tool renews; otherwise null
   */
  record Entry(
      String layout,
      String name,
      boolean current,
      String url,
      String authType,
      String keyPrefix,
      @Nullable Instant expires) {}

  private ReportEntries() {}

  static List<Entry> ofTrussrc(Facts facts) {
    List<Entry> entries = new ArrayList<>();
    for (TrussRemote remote : facts.remotes()) {
      entries.add(
          new Entry(
              "trussrc",
              remote.name(),
              false,
              text(remote.remoteUrl()),
              remote.oauth() ? "oauth" : "api_key",
              ApiKey.prefixOf(remote.apiKey()),
              end(oauth(facts, remote.name()))));
    }
    return entries;
  }

  static List<Entry> ofAuthJson(Facts facts) {
    AuthJson store = facts.contents().authJson();
    List<Entry> entries = new ArrayList<>();
    for (String name : store.profiles()) {
      boolean current = store.current().filter(name::equals).isPresent();
      entries.add(
          entry("profiles", store.profile(name).orElseThrow(), current, end(store.oauth(name))));
    }
    for (AuthHost host : store.hosts().values()) {
      for (AuthProfile user : host.users()) {
        entries.add(entry("hosts", user, host.activeUser().equals(user.name()), null));
      }
    }
    return entries;
  }

  private static Optional<OAuthTokens> oauth(Facts facts, String remote) {
    try {
      return facts.contents().trussrc().oauth(remote);
    } catch (StoreException e) {
      // A check reports this remote as one that cannot be loaded.
      return Optional.empty();
    }
  }

  private static @Nullable Instant end(Optional<OAuthTokens> tokens) {
    return tokens.filter(token -> !token.renewable()).flatMap(OAuthTokens::expires).orElse(null);
  }

  private static Entry entry(
      String layout, AuthProfile login, boolean current, @Nullable Instant expires) {
    return new Entry(
        layout,
        login.name(),
        current,
        login.remoteUrl(),
        login.authType(),
        ApiKey.prefixOf(login.apiKey()),
        expires);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
