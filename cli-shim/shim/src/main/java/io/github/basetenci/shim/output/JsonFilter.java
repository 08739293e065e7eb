package io.github.basetenci.shim.output;

import io.github.basetenci.json.JsonValue;
import java.util.List;

/** A compiled expression of {@code --jq}. */
public interface JsonFilter {
  /** The values that the expression gives for the input. */
  List<JsonValue> apply(JsonValue input) throws FilterException;

  /** An expression is wrong or fails on its input. The message is one sentence. */
  final class FilterException extends Exception {
    private static final long serialVersionUID = 1L;

    public FilterException(String sentence) {
      super(sentence);
    }
  }
}
