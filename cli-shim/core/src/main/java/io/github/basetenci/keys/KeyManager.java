package io.github.basetenci.keys;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists, creates and revokes keys on the server, with the rights of one key.
 *
 * <p>Every method throws {@link ApiException} if the server refuses the request, and {@link
 * TransportException} if there is no answer.
 */
public interface KeyManager {
  /** A manager with the rights of the key of this client. */
  static KeyManager of(ManagementApi api) {
    return new ManagementKeyManager(api);
  }

  /** The unrevoked keys. */
  List<ApiKeyInfo> list() throws ApiException, TransportException;

  /**
   * Creates a key. The request is sent once.
   *
   * @param teamId the team, or null for the default one
   */
  ApiKey create(CreateApiKey wanted, @Nullable String teamId)
      throws ApiException, TransportException;

  /**
   * Revokes a key. It is no error if there is no such key any more.
   *
   * @param prefix the part of the key before its first dot
   */
  void revoke(String prefix) throws ApiException, TransportException;
}
