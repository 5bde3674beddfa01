"""The bill of materials of a build (CycloneDX 1.5, JSON): what is shipped and what it stands on.

usage: sbom.py BUILD_DIR OUTPUT BINARY...

Each BINARY is one of our libraries or programs; what it links is read from the file itself
(readelf), so nothing is listed that is not linked and nothing linked is left out. Versions are
those of the Debian packages that own the libraries, else those that Meson found. An SQLCipher that
was compiled into libsotto is a component of its own. The same build gives the same bytes: there is no
random serial number and no time, unless SOURCE_DATE_EPOCH gives one.

It does not look at what the libraries link in turn, and knows no vulnerability.
"""
import datetime
import functools
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
import uuid

# What is linked, by the stem of its file: project and licence (SPDX).
KNOWN = {
    "libsodium": ("libsodium", "ISC"),
    "libsqlcipher": ("sqlcipher", "BSD-3-Clause"),
    "libsqlite3": ("sqlite3", "blessing"),
    "libpq": ("postgresql", "PostgreSQL"),
    "libmicrohttpd": ("libmicrohttpd", "LGPL-2.1-or-later"),
    "libjansson": ("jansson", "MIT"),
    "libcrypto": ("libcrypto", "Apache-2.0"),
    "libstemmer": ("libstemmer", "BSD-3-Clause"),
    "libz": ("zlib", "Zlib"),
    "libpng16": ("libpng", "libpng-2.0"),
    "libturbojpeg": ("libturbojpeg", "BSD-3-Clause AND IJG AND Zlib"),
    "libsecret-1": ("libsecret-1", "LGPL-2.1-or-later"),
    "libglib": ("glib-2.0", "LGPL-2.1-or-later"),
    "libgio": ("gio-2.0", "LGPL-2.1-or-later"),
    "libgobject": ("gobject-2.0", "LGPL-2.1-or-later"),
    "libtss2-esys": ("tss2-esys", "BSD-2-Clause"),
    "libtss2-tctildr": ("tss2-tctildr", "BSD-2-Clause"),
    "libtss2-mu": ("tss2-mu", "BSD-2-Clause"),
    "libtss2-rc": ("tss2-rc", "BSD-2-Clause"),
    "libtss2-sys": ("tss2-sys", "BSD-2-Clause"),
    "libcurl": ("libcurl", "curl"),
    "libc": ("glibc", "LGPL-2.1-or-later"),
    "libm": ("glibc", "LGPL-2.1-or-later"),
    "ld-linux-x86-64": ("glibc", "LGPL-2.1-or-later"),
    "ld-linux-aarch64": ("glibc", "LGPL-2.1-or-later"),
    "libgcc_s": ("gcc", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    "libgomp": ("gcc", "GPL-3.0-or-later WITH GCC-exception-3.1"),
}


@functools.lru_cache(None)
def told(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def needed(binary):
    """The libraries a binary names, without those of the same build."""
    names = re.findall(r"\(NEEDED\).*\[(.+?)\]", told("readelf", "-dW", binary))
    return [name for name in names if not name.startswith("libsotto")]


def own_needed(binary):
    return [re.sub(r"\.so.*", "", name) for name in
            re.findall(r"\(NEEDED\).*\[(libsotto.+?)\]", told("readelf", "-dW", binary))]


def place(binary, soname):
    """The file that the linker takes for a library of this binary."""
    match = re.search(rf"^\s*(?:\S+ => )?(/\S*{re.escape(soname)}) ", told("ldd", binary), re.M)
    return os.path.realpath(match.group(1)) if match else ""


@functools.lru_cache(None)
def owners():
    """{path of a library: package[:architecture]} of everything dpkg installed."""
    found = {}
    for name in glob.glob("/var/lib/dpkg/info/*.list"):
        with open(name, encoding="utf-8", errors="replace") as file:
            for line in file:
                if ".so" in line or line.endswith(".a\n"):
                    found[line.rstrip("\n")] = os.path.basename(name)[:-len(".list")]
    return found


def debian(path):
    """(package, version, architecture) that own the file, or None."""
    where = os.path.realpath(path)
    merged = where[len("/usr"):] if where.startswith("/usr/") else "/usr" + where
    owner = owners().get(where) or owners().get(merged)
    said = told("dpkg-query", "-W", "-f", "${Package} ${Version} ${Architecture}", owner or "")
    return said.split() if path and owner and said else None


def licences(text):
    if " " in text:
        return [{"expression": text}]
    return [{"license": {"id": text}}]


def linked(binary, soname, found):
    """The component of a library that the system lends."""
    stem = re.split(r"\.so|-\d+\.\d+\.so|\.\d+\.so", soname)[0]
    stem = re.sub(r"\.0$", "", stem)
    name, licence = KNOWN.get(stem, (stem, None))
    package = debian(place(binary, soname))
    component = {"type": "library", "name": package[0] if package else name,
                 "version": package[1] if package else found.get(name, "unknown"),
                 "description": f"{name}, linked dynamically"}
    if package:
        component["purl"] = "pkg:deb/debian/{}@{}?arch={}".format(
            package[0].replace("+", "%2B"), package[1].replace("+", "%2B").replace(":", "%3A"),
            package[2])
    else:
        component["purl"] = f"pkg:generic/{name}@{component['version']}"
    if licence:
        component["licenses"] = licences(licence)
    component["bom-ref"] = component["purl"]
    return component


def introspected(build, what):
    with open(os.path.join(build, "meson-info", f"intro-{what}.json"), encoding="utf-8") as file:
        return json.load(file)


def built_in(build):
    """The SQLCipher inside libsotto; None where it is the system's shared library."""
    choice = next(option["value"] for option in introspected(build, "buildoptions")
                  if option["name"].endswith("sqlcipher"))
    if choice == "system":
        return None
    component = {"type": "library", "name": "sqlcipher", "licenses": licences("BSD-3-Clause"),
                 "description": "compiled into libsotto, its names not seen by the process"}
    if choice == "private":
        package = debian(told("gcc", "-print-file-name=libsqlcipher.a"))
        component["version"] = package[1] if package else "unknown"
        component["purl"] = "pkg:deb/debian/{}@{}?arch={}".format(*package) if package else None
    else:
        with open(os.path.join(choice, "sqlite3.c"), encoding="utf-8", errors="replace") as file:
            match = re.search(r"define CIPHER_VERSION_NUMBER (\S+)", file.read())
        component["version"] = match.group(1) if match else "unknown"
        component["purl"] = f"pkg:github/sqlcipher/sqlcipher@v{component['version']}"
    component["bom-ref"] = component["purl"] = (component["purl"] or "pkg:generic/sqlcipher") \
        .replace("+", "%2B")
    return component


def ours(binary, version):
    name = re.sub(r"\.(so|a).*", "", os.path.basename(binary))
    with open(binary, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return {"type": "library" if name.startswith("lib") else "application", "bom-ref": name,
            "name": name, "version": version, "licenses": licences("Apache-2.0"),
            "hashes": [{"alg": "SHA-256", "content": digest}]}


def bill(build, binaries):
    version = introspected(build, "projectinfo")["version"]
    found = {entry["name"]: entry["version"] for entry in introspected(build, "dependencies")}
    whole = {"type": "library", "bom-ref": "sotto", "name": "sotto", "version": version,
             "licenses": licences("Apache-2.0"), "purl": f"pkg:generic/sotto@{version}"}
    components, edges, inside = {}, {"sotto": []}, built_in(build)
    for binary in binaries:
        component = ours(binary, version)
        components[component["bom-ref"]] = component
        edges["sotto"].append(component["bom-ref"])
        below = {one["bom-ref"]: one for one in (linked(binary, s, found) for s in needed(binary))}
        if inside and component["name"] == "libsotto":
            below[inside["bom-ref"]] = inside
        components.update(below)
        edges[component["bom-ref"]] = sorted([*below, *own_needed(binary)])
    return {
        "metadata": {"component": whole},
        "components": [components[ref] for ref in sorted(components)],
        "dependencies": [{"ref": ref, "dependsOn": edges.get(ref, [])}
                         for ref in sorted([*components, "sotto"])],
    }


def main():
    build, output, binaries = sys.argv[1], sys.argv[2], sys.argv[3:]
    body = bill(build, binaries)
    if os.environ.get("SOURCE_DATE_EPOCH"):
        moment = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]),
                                                 datetime.timezone.utc)
        body["metadata"] = {"timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ"), **body["metadata"]}
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    whole = {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}",
             "version": 1, **body}
    with open(output, "w", encoding="utf-8") as file:
        json.dump(whole, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
