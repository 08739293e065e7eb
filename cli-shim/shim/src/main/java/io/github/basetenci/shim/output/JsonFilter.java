package io.github.basetenci.shim.output;

import io.github.basetenci.json.JsonValue;
import java.util.List;

/** A compiled expression of {@code --jq}. */
public interface JsonFilter {
  /** All values that the expression gives for the input. */
  List<JsonValue> apply(JsonValue input) throws FilterException;

  /** A wrong expression, or one that fails on its input; the message is one sentence. */
  final class FilterException extends Exception {
    private static final long serialVersionUID = 1L;

    public FilterException(String sentence) {
      super(sentence);
    }
  }
}
