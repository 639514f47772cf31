import BeckonModel
import BeckonWire

/// Which passwords may be chosen (NIST SP 800-63B, section 3.1.1.2: length and a list of common ones, no rules of composition).
package enum PasswordRules {
    package static let characters = 10...200

    static func check(
        _ password: String, email: String, field: String = "password"
    ) throws(Failure) {
        let count = password.unicodeScalars.count
        if count < characters.lowerBound {
            throw .invalid(field, .tooShort(min: characters.lowerBound))
        }
        if count > characters.upperBound {
            throw .invalid(field, .tooLong(max: characters.upperBound))
        }
        let lower = password.lowercased()
        let scalars = Set(password.unicodeScalars)
        if common.contains(lower) || scalars.count <= 2 || lower == email {
            throw .invalid(field, .notAllowed)
        }
    }

    /// What a longer one is held against: it matches nothing that may be chosen, and costs no more.
    static func clipped(_ password: String) -> String {
        String(password.unicodeScalars.prefix(characters.upperBound + 1))
    }

    /// The most common ones of ten characters and more, in lower case.
    private static let common: Set<String> = [
        "0123456789", "0987654321", "1029384756", "123123123123", "1231231234", "1234512345",
        "123456123456", "1234567890", "12345678900", "12345678901", "123456789a", "12345678910",
        "1234567891", "123456789q", "12qwaszx12", "147258369a", "1q2w3e4r5t", "1q2w3e4r5t6y",
        "1qaz2wsx3edc", "1qazxsw23edc", "9876543210", "a123456789", "a1b2c3d4e5", "aa12345678",
        "abc1234567", "abcd123456", "abcd1234567", "abcdefghij", "administrator", "asdfasdfasdf",
        "asdfghjkl1", "asdfghjkl;", "baseball123", "basketball", "changeme123", "charlie123",
        "chocolate1", "football123", "iloveyou12", "iloveyou123", "iloveyou1234", "letmein123",
        "letmein1234", "liverpool1", "manchester", "michael123", "monkey1234", "p@ssw0rd123",
        "pass123456", "passw0rd123", "password00", "password01", "password11", "password12",
        "password123", "password1234", "password12345", "password123!", "passwordpassword",
        "princess12", "princess123", "q1w2e3r4t5", "q1w2e3r4t5y6", "qazwsxedcrfv", "qwer123456",
        "qwerasdfzxcv", "qwerty1234", "qwerty12345", "qwerty123456", "qwertyqwerty", "qwertyuiop",
        "qwertyuiop1", "qwertyuiop123", "sunshine123", "superman123", "supportsupport",
        "tinkerbell", "trustno1234", "welcome123", "welcome1234", "zaq12wsxcde3", "zxcvbnm123",
    ]
}
