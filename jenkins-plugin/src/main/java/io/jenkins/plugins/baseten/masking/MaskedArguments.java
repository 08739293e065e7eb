package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.key.Masker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;

/** The masked parameters of a step whose original parameters contained a key. */
final class MaskedArguments extends ArgumentsAction {
    private final HashMap<String, Object> arguments;

    private MaskedArguments(Map<String, Object> arguments) {
        this.arguments = new HashMap<>(arguments);
    }

    /** The parameters without keys; the original object if it contains no key. */
    @NonNull
    static ArgumentsAction of(@NonNull ArgumentsAction original, @NonNull Masker masker) {
        Map<String, Object> before = original.getArguments();
        Map<String, Object> after = masked(before, masker);
        return after == before ? original : new MaskedArguments(after);
    }

    @NonNull
    @Override
    protected Map<String, Object> getArgumentsInternal() {
        return arguments;
    }

    @Override
    public boolean isUnmodifiedArguments() {
        return false;
    }

    @CheckForNull
    private static Object masked(@CheckForNull Object value, Masker masker) {
        if (value instanceof CharSequence text) {
            String before = text.toString();
            String after = masker.mask(before);
            return after.equals(before) ? value : after;
        }
        if (value instanceof Map<?, ?> map) {
            return masked(map, masker);
        }
        if (value instanceof List<?> list) {
            List<Object> after = new ArrayList<>();
            list.forEach(element -> after.add(masked(element, masker)));
            return same(list, after) ? list : after;
        }
        if (value instanceof Object[] array) {
            Object after = masked(Arrays.asList(array), masker);
            return after instanceof ArrayList<?> changed ? changed.toArray() : array;
        }
        if (value instanceof UninstantiatedDescribable describable) {
            Map<String, ?> before = describable.getArguments();
            Map<String, ?> after = masked(before, masker);
            return after == before
                    ? describable
                    : new UninstantiatedDescribable(describable.getSymbol(), describable.getKlass(), after);
        }
        return value;
    }

    private static <K> Map<K, Object> masked(Map<K, ?> before, Masker masker) {
        Map<K, Object> after = new LinkedHashMap<>();
        before.forEach((name, value) -> after.put(name, masked(value, masker)));
        boolean same = before.entrySet().stream().allMatch(entry -> after.get(entry.getKey()) == entry.getValue());
        @SuppressWarnings("unchecked")
        Map<K, Object> unchanged = (Map<K, Object>) before;
        return same ? unchanged : after;
    }

    private static boolean same(List<?> before, List<?> after) {
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) != after.get(i)) {
                return false;
            }
        }
        return true;
    }
}
