package io.github.basetenci.shim.auth;

import io.github.basetenci.auth.Logout;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
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
        "Log out: remove a login from the files. The key itself stays valid, and an access token"
            + " until its end.")
public final class LogoutCommand extends BaseCommand {
  @Mixin StoreOption store = new StoreOption();

  @Option(
      names = "--remote",
      converter = EmptyIsUnset.class,
      paramLabel = "NAME",
      description = "Remote to log out of. Default: the login that is current, or the only one.")
  @Nullable String remote;

  @Option(
      names = "--profile",
      converter = EmptyIsUnset.class,
      paramLabel = "NAME",
      description = "Profile to log out of.")
  @Nullable String profile;

  @Option(names = "--all", description = "Log out of every remote and every profile.")
  boolean all;

  @Option(
      names = "--revoke-key",
      description = "Delete the key on the server first, for everybody who uses it.")
  boolean revokeKey;

  @Override
  protected int run(Session session) throws Exception {
    if (all && (profile != null || remote != null)) {
      throw new UsageException("--all goes with neither --profile nor --remote");
    }
    Stores stores = session.stores();
    Logout.Result result =
        new Logout(stores, session.clients())
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
    for (String name : result.left()) {
      session.output().warn(left(name, result.profiles().isEmpty() ? "profile" : "remote"));
    }
    JsonObject json =
        JsonObject.EMPTY
            .with("profile", result.profiles().isEmpty() ? "" : result.profiles().get(0))
            .with("remotes", JsonValue.arrayOf(result.remotes()))
            .with("profiles", JsonValue.arrayOf(result.profiles()))
            .with("revoked", JsonValue.arrayOf(result.revoked()));
    session.output().result(json, "Logged out " + Neutralizer.line(name(result)) + "\n");
    return ExitCode.OK;
  }

  private String name(Logout.Result result) {
    return all ? String.join(", ", result.names()) : result.name();
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
