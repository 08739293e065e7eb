package io.github.basetenci.managed;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.Team;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.rotation.Hook;
import io.github.basetenci.rotation.KeyServer;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server all of whose calls pass a hook. */
record HookedServer(KeyServer server, Supplier<Hook> hook) implements KeyServer {
  @Override
  public URI address() {
    return server.address();
  }

  @Override
  public UserInfo me(Confidential as) throws ApiException, TransportException {
    return hook.get().server("GET me", () -> server.me(as));
  }

  @Override
  public List<Team> teams(Confidential as) throws ApiException, TransportException {
    return hook.get().server("GET teams", () -> server.teams(as));
  }

  @Override
  public List<ApiKeyInfo> keys(Confidential as) throws ApiException, TransportException {
    return hook.get().server("GET keys", () -> server.keys(as));
  }

  @Override
  public boolean forbidsNewKeys(Confidential as, ApiKeyType type) {
    return server.forbidsNewKeys(as, type);
  }

  @Override
  public ApiKey create(Confidential as, CreateApiKey wanted, @Nullable String teamId)
      throws ApiException, TransportException {
    return hook.get().server("POST key", () -> server.create(as, wanted, teamId));
  }

  @Override
  public void delete(Confidential as, String prefix) throws ApiException, TransportException {
    hook.get()
        .server(
            "DELETE key",
            () -> {
              server.delete(as, prefix);
              return "";
            });
  }
}
