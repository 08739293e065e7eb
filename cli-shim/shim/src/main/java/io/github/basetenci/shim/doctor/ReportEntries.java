package io.github.basetenci.shim.doctor;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.store.AuthHost;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.TrussRemote;
import java.util.ArrayList;
import java.util.List;
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
   */
  record Entry(
      String layout, String name, boolean current, String url, String authType, String keyPrefix) {}

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
              ApiKey.prefixOf(remote.apiKey())));
    }
    return entries;
  }

  static List<Entry> ofAuthJson(Facts facts) {
    AuthJson store = facts.contents().authJson();
    List<Entry> entries = new ArrayList<>();
    for (String name : store.profiles()) {
      boolean current = store.current().filter(name::equals).isPresent();
      entries.add(entry("profiles", store.profile(name).orElseThrow(), current));
    }
    for (AuthHost host : store.hosts().values()) {
      for (AuthProfile user : host.users()) {
        entries.add(entry("hosts", user, host.activeUser().equals(user.name())));
      }
    }
    return entries;
  }

  private static Entry entry(String layout, AuthProfile login, boolean current) {
    return new Entry(
        layout,
        login.name(),
        current,
        login.remoteUrl(),
        login.authType(),
        ApiKey.prefixOf(login.apiKey()));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
