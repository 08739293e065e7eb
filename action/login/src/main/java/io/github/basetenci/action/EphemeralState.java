package io.github.basetenci.action;

import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.ephemeral.EphemeralName;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.net.URI;
import java.util.Optional;

/**
 * What main leaves for post about the key that it is going to mint, before it does. No key is in
 * it. Steps between main and post change variables and files at will, so that where the minting key
 * is sent in post is what main has saved, and whom it trusts is compared.
 *
 * @param name the key's name
 * @param address the management API that has it
 * @param trusted see {@link Network#trusted}
 * @param made whether the server has said that it minted the key
 */
record EphemeralState(EphemeralName name, URI address, String trusted, boolean made) {
  /** The name of the state. */
  static final String STATE = "ephemeral";

  EphemeralState whenMade() {
    return new EphemeralState(name, address, trusted, true);
  }

  /** One line of JSON. */
  String toJson() {
    return Json.compact(
        JsonObject.EMPTY
            .with("name", name.name())
            .with("address", address.toString())
            .with("trusted", trusted)
            .with("made", new JsonBoolean(made)));
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws ActionException if it is something else
   */
  static EphemeralState parse(String json) throws ActionException {
    try {
      if (Json.parse(json) instanceof JsonObject object) {
        String text = object.string("name");
        String address = object.string("address");
        String trusted = object.string("trusted");
        if (text != null && address != null && trusted != null) {
          Optional<EphemeralName> name = EphemeralName.parse(text);
          boolean made = object.get("made") instanceof JsonBoolean flag && flag.value();
          if (name.isPresent()) {
            URI checked = RemoteUrl.managementOverride(address);
            return new EphemeralState(name.get(), checked, trusted, made);
          }
        }
      }
    } catch (JsonParseException | InvalidRemoteUrlException e) {
      // As any other text that main did not save.
    }
    throw new ActionException(
        "the state of this step does not name the ephemeral key that its main stage minted, so it"
            + " was not deleted");
  }
}
