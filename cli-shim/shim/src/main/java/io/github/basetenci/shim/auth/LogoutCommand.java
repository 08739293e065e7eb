package io.github.basetenci.shim.auth;

import io.github.basetenci.auth.LoginOfUrl;
import io.github.basetenci.auth.Logout;
import io.github.basetenci.auth.ManagementClients;
import io.github.basetenci.auth.OAuthRefresh;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Questions;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code auth logout}. */
@Command(
    name = "logout",
    description =
        "Log out: remove a login from the files, and end the session of a login by browser. A key"
            + " itself stays valid, and an access token of a trust rule until its end.")
public final class LogoutCommand extends BaseCommand {
  @Mixin StoreOption store = new StoreOption();

  @Option(
      names = "--remote",
      converter = EmptyIsUnset.class,
      paramLabel = "NAME",
      description = "Remote to log out of. Default: the login that is current, or the only one.")
  @Nullable String remote;

  @Option(
      names = {"-p", "--profile"},
      converter = EmptyIsUnset.class,
      paramLabel = "NAME",
      description = "Profile to log out of.")
  @Nullable String profile;

  @Mixin UrlOption url = new UrlOption();

  @Option(names = "--all", description = "Log out of every remote and every profile.")
  boolean all;

  @Option(
      names = "--revoke-key",
      description = "Delete the key on the server first, for everybody who uses it.")
  boolean revokeKey;

  @Option(
      names = {"-f", "--force"},
      description = "Do not ask on a terminal, where --all and --revoke-key ask.")
  boolean force;

  @Override
  protected int run(Session session) throws Exception {
    if (all && (profile != null || remote != null || url.isGiven())) {
      throw new UsageException("--all goes with none of --profile, --remote and --remote-url");
    }
    Stores stores = session.stores();
    if (url.isGiven()) {
      LoginOfUrl found = url.find(session, profile, remote, stores.read(store.stores));
      profile = found == null ? null : found.profile();
      remote = found == null ? null : found.remote();
    }
    confirm(session);
    ManagementClients clients = session.clients();
    OAuthRefresh refresh =
        new OAuthRefresh(stores, clients, session.host().clock(), session.sleeper());
    Logout.Result result =
        new Logout(stores, clients, refresh)
            .run(new Logout.Request(profile, remote, all, revokeKey, store.stores));
    result.notes().forEach(session.output()::note);
    for (String name : result.remotes()) {
      session
          .output()
          .note(
              "Removed remote '"
                  + Neutralizer.line(name)
                  + "' from "
                  + stores.path(StoreKind.TRUSS)
                  + ".");
    }
    for (String name : result.profiles()) {
      session
          .output()
          .note(
              "Removed profile '"
                  + Neutralizer.line(name)
                  + "' from "
                  + stores.path(StoreKind.BASETEN)
                  + ".");
    }
    for (String prefix : result.revoked()) {
      session.output().note("Revoked key " + prefix + "****.");
    }
    result.warnings().forEach(session.output()::warn);
    for (String name : result.left()) {
      session.output().warn(left(name, result.profiles().isEmpty() ? "profile" : "remote"));
    }
    JsonObject json =
        JsonObject.EMPTY
            .with("profile", profile(result))
            .with("user", profile(result))
            .with("remotes", JsonValue.arrayOf(result.remotes()))
            .with("profiles", JsonValue.arrayOf(result.profiles()))
            .with("revoked", JsonValue.arrayOf(result.revoked()));
    session.output().result(json, "Logged out " + Neutralizer.line(name(result)) + "\n");
    return ExitCode.OK;
  }

  /** Asks a person before more ends than one login on this machine. */
  private void confirm(Session session) throws CommandException, UsageException {
    Questions questions = session.questions();
    if (force || questions == null || !(all || revokeKey)) {
      return;
    }
    String what = all ? "Log out of every remote and every profile" : "Log out";
    String how = revokeKey ? " and delete the key for everybody" : "";
    if (!questions.agrees(what + how + "?")) {
      throw new UsageException("not logged out; pass --force to do it without a question");
    }
  }

  private String name(Logout.Result result) {
    return all ? String.join(", ", result.names()) : result.name();
  }

  private static String profile(Logout.Result result) {
    return result.profiles().isEmpty() ? "" : result.profiles().get(0);
  }

  private static String left(String name, String kind) {
    String shown = Neutralizer.line(name);
    return kind
        + " '"
        + shown
        + "' has the same key and stays, since it may belong to another login; remove it with"
        + " 'baseten-ci auth logout --"
        + kind
        + " "
        + shown
        + "'";
  }
}
