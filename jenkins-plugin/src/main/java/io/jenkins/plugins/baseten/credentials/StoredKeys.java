package io.jenkins.plugins.baseten.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.ModelObject;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jenkins.model.Jenkins;

/**
 * Finds the credentials of our type in the stores of the controller and of folders, whoever asks:
 * what may be shown to whom is the caller's business. Stores of users are left out.
 */
public final class StoredKeys {
    private StoredKeys() {}

    /** The full names of the folders that own a store, and first the empty one for the controller. */
    @NonNull
    public static Set<String> places() {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Set<String> places = new LinkedHashSet<>();
            places.add("");
            folders()
                    .filter(folder -> stores(folder).findAny().isPresent())
                    .map(Item::getFullName)
                    .sorted()
                    .forEach(places::add);
            return places;
        }
    }

    /**
     * The credentials that a place has itself.
     *
     * @param folder the full name of a folder, empty for the controller
     */
    @NonNull
    public static List<StoredKey> in(@NonNull String folder) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            ModelObject owner = folder.isEmpty() ? Jenkins.get() : Jenkins.get().getItemByFullName(folder, Item.class);
            List<StoredKey> found = new ArrayList<>();
            stores(owner).forEach(store -> collect(folder, store, found));
            return found;
        }
    }

    private static void collect(String folder, CredentialsStore store, List<StoredKey> found) {
        for (Domain domain : store.getDomains()) {
            store.getCredentials(domain).stream()
                    .filter(BasetenApiKeyCredentials.class::isInstance)
                    .map(BasetenApiKeyCredentials.class::cast)
                    .forEach(credential -> found.add(new StoredKey(folder, store, domain, credential)));
        }
    }

    private static Stream<Item> folders() {
        return Jenkins.get().getAllItems(Item.class, ItemGroup.class::isInstance).stream();
    }

    /** Those of the owner itself; the look-up goes on with those of its parents. */
    private static Stream<CredentialsStore> stores(ModelObject owner) {
        return owner == null
                ? Stream.empty()
                : StreamSupport.stream(CredentialsProvider.lookupStores(owner).spliterator(), false)
                        .takeWhile(store -> store.getContext() == owner);
    }
}
