package io.github.basetenci.cli.fleet;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.KeyList;
import io.github.basetenci.api.Team;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.rotation.KeyServer;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.wording.CommandWords;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of an access token with the newest one, and once again with another one if the
 * server refuses it (HTTP 401 has changed nothing). Requests with a key pass unchanged.
 */
record TokenKeyServer(KeyServer server, MintingToken token) implements KeyServer {
  private static final int UNAUTHORIZED = 401;

  @FunctionalInterface
  private interface Request<T> {
    T send(Confidential as) throws ApiException, TransportException;
  }

  private <T> T send(Confidential as, Request<T> request) throws ApiException, TransportException {
    if (!(as instanceof AccessToken)) {
      return request.send(as);
    }
    AccessToken now = token(token::current);
    try {
      return request.send(now);
    } catch (ApiException e) {
      if (e.status() != UNAUTHORIZED) {
        throw e;
      }
      return request.send(token(() -> token.after(now)));
    }
  }

  @FunctionalInterface
  private interface Source {
    AccessToken get() throws UsageException, AuthException, ApiException, TransportException;
  }

  private static AccessToken token(Source source) throws TransportException {
    try {
      return source.get();
    } catch (TransportException e) {
      throw TransportException.notSent(String.valueOf(e.getMessage()), e);
    } catch (AuthException | ApiException e) {
      throw TransportException.notSent(CommandWords.ADVICE.sentence(e), e);
    } catch (UsageException e) {
      throw TransportException.notSent(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public URI address() {
    return server.address();
  }

  @Override
  public UserInfo me(Confidential as) throws ApiException, TransportException {
    return send(as, server::me);
  }

  @Override
  public List<Team> teams(Confidential as) throws ApiException, TransportException {
    return send(as, server::teams);
  }

  @Override
  public List<ApiKeyInfo> keys(Confidential as) throws ApiException, TransportException {
    return send(as, server::keys);
  }

  @Override
  public KeyList keyList(Confidential as) throws ApiException, TransportException {
    return send(as, server::keyList);
  }

  @Override
  public boolean forbidsNewKeys(Confidential as, ApiKeyType type) {
    try {
      return send(as, now -> server.forbidsNewKeys(now, type));
    } catch (ApiException | TransportException e) {
      // Nothing is certain, and the next request says what is wrong.
      return false;
    }
  }

  @Override
  public ApiKey create(Confidential as, CreateApiKey wanted, @Nullable String teamId)
      throws ApiException, TransportException {
    return send(as, now -> server.create(now, wanted, teamId));
  }

  @Override
  public void delete(Confidential as, String prefix) throws ApiException, TransportException {
    send(
        as,
        now -> {
          server.delete(now, prefix);
          return prefix;
        });
  }
}
