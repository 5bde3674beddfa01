// swift-tools-version:5.5
// Sotto for Swift packages. CSotto.xcframework is made as README.md says; it carries the headers,
// module.modulemap and PrivacyInfo.xcprivacy. Not built in this repository's tests: they have no
// Swift compiler and check only that the names agree with the module map.
import PackageDescription

let package = Package(
  name: "Sotto",
  platforms: [.iOS(.v13), .macOS(.v11)],
  products: [.library(name: "CSotto", targets: ["CSotto"])],
  targets: [.binaryTarget(name: "CSotto", path: "CSotto.xcframework")]
)
