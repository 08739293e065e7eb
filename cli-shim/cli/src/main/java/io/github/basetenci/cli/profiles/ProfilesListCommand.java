package io.github.basetenci.cli.profiles;

import io.github.basetenci.auth.Profiles;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.text.Neutralizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code profiles list}. */
@Command(name = "list", description = "List all logins of both files. Asks no server.")
public final class ProfilesListCommand extends BaseCommand {
  @Override
  protected int run(Session session) throws Exception {
    List<Profiles.Entry> entries = new Profiles(session.stores()).list();
    if (entries.isEmpty()) {
      session.output().note("No profiles stored.");
    }
    StringBuilder text = new StringBuilder();
    List<JsonValue> rows = new ArrayList<>();
    for (Profiles.Entry entry : entries) {
      String url = entry.remoteUrl() == null ? "(unset)" : entry.remoteUrl();
      String stores = entry.stores().stream().map(StoreKind::tool).collect(Collectors.joining(","));
      text.append(
          String.format(
              "%s %-20s %-30s %-8s %-12s %s\n",
              entry.current() ? "*" : " ",
              Neutralizer.line(entry.name()),
              Neutralizer.line(url),
              Neutralizer.line(entry.authType()),
              entry.keyPrefix().isEmpty() ? "-" : entry.keyPrefix() + "****",
              stores));
      rows.add(
          JsonObject.EMPTY
              .with("name", entry.name())
              .with("current", new JsonBoolean(entry.current()))
              .with("remote_url", entry.remoteUrl())
              .with("auth_type", entry.authType())
              .with("key_prefix", entry.keyPrefix())
              .with("team", entry.team())
              .with(
                  "stores",
                  JsonValue.arrayOf(entry.stores().stream().map(StoreKind::tool).toList())));
    }
    session
        .output()
        .result(JsonObject.EMPTY.with("profiles", new JsonArray(rows)), text.toString());
    return ExitCode.OK;
  }
}
