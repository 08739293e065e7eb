package io.github.basetenci.sandbox;

import io.github.basetenci.sandbox.Workspace.Key;
import org.jspecify.annotations.Nullable;

/** Turns the credential of a call into its caller. */
final class Access {
  private final Workspace workspace;
  private final DeviceFlow sessions;

  Access(Workspace workspace, DeviceFlow sessions) {
    this.workspace = workspace;
    this.sessions = sessions;
  }

  /** The caller of a management call: 401 for an unknown key, 403 for one without such rights. */
  Caller manager(Call call) throws Refusal {
    Caller caller = anyone(call);
    if (!caller.type().manages()) {
      throw Refusal.forbidden("This type of API key is not allowed to call the management API.");
    }
    return caller;
  }

  private Caller anyone(Call call) throws Refusal {
    String credential = call.credential();
    Key key = workspace.key(credential);
    if (key != null) {
      workspace.use(key);
      return Caller.of(key);
    }
    Workspace.@Nullable Member member = call.isBearer() ? sessions.memberOf(credential) : null;
    if (member == null) {
      throw Refusal.unauthorized();
    }
    return Caller.of(member);
  }
}
