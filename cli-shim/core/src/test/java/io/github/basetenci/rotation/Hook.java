package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.http.TransportException;

/** Stands between the machine and everything that it calls. */
public interface Hook {
  /** Makes a call of the server, perhaps not as it was meant. */
  <T> T server(String name, ServerCall<T> call) throws ApiException, TransportException;

  /** Makes a call of a place, perhaps not as it was meant. */
  <T> T place(String name, PlaceCall<T> call) throws RotationIOException;

  /** A call of the server. */
  interface ServerCall<T> {
    T make() throws ApiException, TransportException;
  }

  /** A call of a journal, a storage of the new key or a target. */
  interface PlaceCall<T> {
    T make() throws RotationIOException;
  }

  /** Lets every call through. */
  Hook NONE =
      new Hook() {
        @Override
        public <T> T server(String name, ServerCall<T> call)
            throws ApiException, TransportException {
          return call.make();
        }

        @Override
        public <T> T place(String name, PlaceCall<T> call) throws RotationIOException {
          return call.make();
        }
      };
}
