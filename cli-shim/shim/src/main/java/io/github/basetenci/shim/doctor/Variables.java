package io.github.basetenci.shim.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the variables that the three tools read are set. It gives only names, because a value
 * may be a key.
 */
final class Variables {
  private static final List<String> KNOWN =
      List.of(
          "BASETEN_API_KEY",
          "BASETEN_API_KEY_FILE",
          "BASETEN_REMOTE_URL",
          "BASETEN_PROFILE",
          "BASETEN_TRUST_RULE",
          "BASETEN_TRUST_RULE_AUDIENCE",
          "BASETEN_ID_TOKEN",
          "BASETEN_ID_TOKEN_FILE",
          "BASETEN_CONFIG_DIR",
          "BASETEN_TRUSS_AUTH_API_KEY",
          "BASETEN_TRUSS_AUTH_REMOTE_URL",
          "BASETEN_TRUSS_AUTH_KEYRING_DISABLED",
          "BASETEN_MANAGEMENT_API_URL_OVERRIDE",
          "BASETEN_INFERENCE_BASE_URL_OVERRIDE",
          "BASETEN_BASE_URL",
          "BASETEN_SSH_DIR",
          "BASETEN_SSH_PROXY_INSECURE",
          "USER_TRUSSRC_PATH",
          "TRUSS_NO_UPDATE_CHECK",
          "PYTHON_KEYRING_BACKEND",
          "XDG_CONFIG_HOME",
          "SSL_CERT_FILE",
          "http_proxy",
          "HTTP_PROXY",
          "https_proxy",
          "HTTPS_PROXY",
          "all_proxy",
          "ALL_PROXY",
          "no_proxy",
          "NO_PROXY",
          "CI");

  private Variables() {}

  /** Every known variable that is set, and whether it is set to more than nothing. */
  static Map<String, Boolean> set(Map<String, String> environment) {
    Map<String, Boolean> set = new LinkedHashMap<>();
    for (String name : KNOWN) {
      String value = environment.get(name);
      if (value != null) {
        set.put(name, !value.isEmpty());
      }
    }
    return set;
  }
}
